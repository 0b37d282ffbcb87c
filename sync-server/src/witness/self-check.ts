import { leafHash } from '../log/seal.ts'
import type { GradebookStore } from '../store/port.ts'
import type { Witness } from './witness.ts'

const page = 500

/**
 * Compares the log with its own last checkpoint, and opens every entry's commitments once after the start, a page a turn: a body that was changed under its leaf is found here,
 * one whose leaf was changed with it by whoever remembers a checkpoint (I13).
 */
export async function checkLog(store: GradebookStore, witness: Witness, isStopped: () => boolean): Promise<void> {
  const note = await store.latestCheckpoint()
  if (note !== undefined && witness.key) await witness.look(note)
  const { size } = await store.treeHead()
  for (let from = 0; from < size && !isStopped(); from += page) {
    const entries = await store.entries(from, page)
    const wrong = entries.find((entry, at) => entry.index !== from + at || !leafHash(entry.text).equals(entry.leaf))
    if (wrong) return witness.altered(wrong)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
