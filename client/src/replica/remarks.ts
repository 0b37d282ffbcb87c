import type { XmlFragment } from 'yjs'
import type { RemarkRow, RowId } from '../outbox/index.ts'
import type { ReplicaParts } from './parts.ts'
import { RemarkDocument } from './remark-document.ts'
import { SyncedReplica } from './synced.ts'

/** One outbox row a pause of this long (milliseconds), not a keystroke. */
const pause = 1_000

/** Who types on without a pause is written down this often. */
const longest = 10_000

/** The remarks of one grid in one window of the browser. */
export class RemarkReplica extends SyncedReplica<RemarkRow> {
  readonly #document: RemarkDocument
  readonly #parts: ReplicaParts
  readonly #listeners: Set<(students: ReadonlySet<string>) => void>
  #typedAt: number | undefined
  #giveUp: () => void = () => undefined

  private constructor(parts: ReplicaParts, document: RemarkDocument, listeners: Set<(students: ReadonlySet<string>) => void>) {
    super(parts, document)
    this.#parts = parts
    this.#document = document
    this.#listeners = listeners
  }

  static async open(parts: ReplicaParts): Promise<RemarkReplica> {
    const listeners = new Set<(students: ReadonlySet<string>) => void>()
    const document = new RemarkDocument({
      typed: () => replica.#typed(),
      due: () => replica.flush(),
      changed: (students) => listeners.forEach((listener) => listener(students)),
    })
    const replica = new RemarkReplica(parts, document, listeners)
    await replica.start()
    return replica
  }

  text(student: string): string {
    return this.#document.text(student)
  }

  /** What an editor is bound to, until `generation` changes. */
  fragment(student: string): XmlFragment {
    return this.#document.fragment(student)
  }

  get generation(): number {
    return this.#document.generation
  }

  onRemarks(listener: (students: ReadonlySet<string>) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Turns what was typed into a row at once: the editor is left, or the window goes away. */
  flush(): void {
    this.#giveUp()
    this.#typedAt = undefined
    this.unkept = 0
    const typed = this.#document.take()
    if (!typed) return
    this.delivery.put((cover) => ({ ...cover, ...typed }))
    this.delivery.pump()
    this.tell()
  }

  /** Writes a refused row again, into the text as it is now. */
  retry(id: RowId): void {
    const row = this.status.refused.find((one) => one.id === id)
    if (!row) return
    this.dismiss(id)
    this.#document.write(row.remarks)
    this.flush()
  }

  override async dispose(): Promise<void> {
    this.flush()
    await super.dispose()
    this.#listeners.clear()
  }

  #typed(): void {
    const now = this.#parts.now()
    this.#giveUp()
    const isFirst = this.#typedAt === undefined
    this.#typedAt ??= now
    this.unkept = 1
    if (now - this.#typedAt >= longest) return this.flush()
    this.#giveUp = this.#parts.later(pause, () => this.flush())
    if (isFirst) this.tell()
  }
}
