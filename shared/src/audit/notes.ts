import { sameBytes } from '../core/index.ts'
import { type CheckSignature, type Checkpoint, type VerifierKey, openNote } from '../log/index.ts'
import { AuditFault, type AuditPlace } from './fault.ts'

interface Note {
  readonly checkpoint: Checkpoint
  readonly line: number
  readonly place: AuditPlace
  /** The root that the log has at its size; `undefined` while there are fewer entries. */
  root?: Uint8Array
}

export interface Vouched {
  /** How many entries the school's key vouches for; -1 where no note holds. */
  readonly size: number
  /** Notes of entries whose loss is on record. */
  readonly lost: number
}

/** The checkpoints of the file and those given beside it. */
export class Notes {
  readonly #key: VerifierKey
  readonly #check: CheckSignature
  readonly #notes: Note[] = []
  readonly #bySize = new Map<number, Note[]>()

  constructor(key: VerifierKey, check: CheckSignature) {
    this.#key = key
    this.#check = check
  }

  async add(note: string, place: AuditPlace): Promise<void> {
    const opened = await openNote(note, this.#key, this.#check)
    const line = opened.ok ? lineOf(opened.value.origin, this.#key.name) : undefined
    if (!opened.ok || line === undefined) throw new AuditFault('checkpoint.note', place)
    const kept: Note = { checkpoint: opened.value, line, place }
    this.#notes.push(kept)
    const { size } = opened.value
    this.#bySize.set(size, [...(this.#bySize.get(size) ?? []), kept])
  }

  /** Tells the root of the first `size` entries; asked for only where a note has that size. */
  at(size: number, root: () => Uint8Array): void {
    const notes = this.#bySize.get(size)
    if (!notes) return
    const present = new Uint8Array(root())
    for (const note of notes) note.root = present
  }

  /** `lost[n]`: the size that the log had when line n + 1 of its history ended. */
  judge(lost: readonly number[]): Vouched {
    const vouched = { size: -1, lost: 0 }
    for (const { checkpoint, line, place, root } of this.#notes.toSorted(bySizeAndPlace)) {
      if (root && sameBytes(root, checkpoint.root)) vouched.size = Math.max(vouched.size, checkpoint.size)
      else if ((lost[line - 1] ?? -1) >= checkpoint.size) vouched.lost += 1
      else throw new AuditFault('checkpoint.root', place, `cỡ ${checkpoint.size}, mốc khớp trước đó ${Math.max(vouched.size, 0)}`)
    }
    return vouched
  }
}

/** Those of the file come first, those given beside it have line 0. */
function bySizeAndPlace(a: Note, b: Note): number {
  const order = ({ place: { line, note = 0 } }: Note): number => (line === 0 ? Number.MAX_SAFE_INTEGER / 2 + note : line)
  return a.checkpoint.size - b.checkpoint.size || order(a) - order(b)
}

/** `<name>` is line 1, `<name>/3` line 3. */
export function lineOf(origin: string, name: string): number | undefined {
  if (origin === name) return 1
  const number = origin.startsWith(`${name}/`) ? origin.slice(name.length + 1) : ''
  return /^[1-9]\d{0,8}$/.test(number) ? Number(number) : undefined
}
