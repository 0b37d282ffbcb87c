import type { Amendment } from '@hocba/shared/amendment'
import type { Services } from '../services.ts'
import { lookUp } from '../sign/register.ts'
import type { Artefact, GridHead, LogActor, Order, RegisterAnswer, SnapshotRecord, TranscriptRecord, TreeHead } from '../store/port.ts'

/** All that an export tells beside the log, as it stood when the log had this size. Bytes are read later: they never change. */
export interface Captured {
  readonly head: TreeHead
  readonly origin: string
  readonly actors: readonly LogActor[]
  readonly checkpoints: readonly string[]
  readonly grids: readonly GridHead[]
  readonly snapshots: readonly SnapshotRecord[]
  readonly orders: readonly Order[]
  readonly amendments: readonly Amendment[]
  readonly transcripts: readonly TranscriptRecord[]
  readonly files: readonly Omit<Artefact, 'bytes'>[]
  readonly register: readonly { readonly digest: string; readonly answer: RegisterAnswer }[]
}

/**
 * Signatures and transcripts are in another store than the log, and on record before they take effect: while nobody signs or issues,
 * and the log does not grow, both stores tell of the same moment.
 */
export function capture(services: Services): Promise<Captured> {
  return services.exclusive.run('signing', async () => {
    for (;;) {
      // What was just committed is told to the parts in memory first.
      await new Promise((resolve) => setImmediate(resolve))
      const { size } = await services.stores.gradebook.treeHead()
      const captured = await look(services)
      if (captured.head.size === size) return captured
    }
  })
}

async function look(services: Services): Promise<Captured> {
  const { gradebook, transcripts } = services.stores
  const [records, snapshots] = [await transcripts.transcripts({}), await gradebook.snapshots()]
  const register = []
  for (const { digest } of [...snapshots, ...records]) register.push({ digest, answer: await lookUp(services, digest) })
  return {
    actors: await gradebook.actors(),
    checkpoints: await gradebook.checkpoints(),
    grids: await gradebook.heads(),
    snapshots,
    orders: await gradebook.orders(),
    amendments: await gradebook.amendments(),
    transcripts: records,
    files: await transcripts.artefacts(),
    register,
    origin: (await services.witness.origin()) ?? '',
    head: await gradebook.treeHead(),
  }
}
