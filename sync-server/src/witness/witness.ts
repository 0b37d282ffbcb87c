import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, sameBytes } from '@hocba/shared/core'
import { type Checkpoint, type VerifierKey, openNote } from '@hocba/shared/log'
import { checkEd25519 } from '../log/ed25519.ts'
import type { TrustFolder } from '../sign/trust.ts'
import type { GradebookStore, LogEntry } from '../store/port.ts'

/**
 * What the server knows to be wrong with its own log:
 * `rewound`: somebody holds a signed checkpoint of entries that are not here, as after a restore from an old backup (I20);
 * `forked`: what was signed once is not the beginning of what stands here: entries were changed together with their hashes (I12);
 * `altered`: the body of an entry does not open its leaf any more (I13).
 */
export type Trouble =
  | { readonly kind: 'rewound' | 'forked'; readonly note: string; readonly size: number }
  | { readonly kind: 'altered'; readonly index: number; readonly grid: string | null }

/** A line of history: it begins anew where a person has accepted that entries are lost. */
export interface Line {
  readonly line: number
  /** The entry that opened it. */
  readonly index: number
  readonly at: string
  readonly by: string
  readonly reason: string
  /** The size that the log once had. */
  readonly lost: number
}

/** Compares the log with what its signing agent and the browsers remember of it; while they disagree nothing is written. */
export class Witness {
  readonly #store: GradebookStore
  readonly #trust: TrustFolder
  /** Outside the stores: those may have been put back. */
  readonly #file: string
  #trouble: Trouble | null
  readonly #onTrouble: (trouble: Trouble) => void

  constructor(store: GradebookStore, trust: TrustFolder, dataDir: string, onTrouble: (trouble: Trouble) => void) {
    this.#store = store
    this.#trust = trust
    this.#file = join(dataDir, 'log.rewound')
    this.#onTrouble = onTrouble
    this.#trouble = existsSync(this.#file) ? (JSON.parse(readFileSync(this.#file, 'utf8')) as Trouble) : null
  }

  get trouble(): Trouble | null {
    return this.#trouble
  }

  /** Whose notes count; `undefined` before the agent has published its key. */
  get key(): VerifierKey | undefined {
    return this.#trust.logKey
  }

  async lines(): Promise<readonly Line[]> {
    return (await this.#store.restores()).map((entry, at) => lineOf(entry, at + 2))
  }

  /** Who signs for this log, and since which line. */
  async origin(): Promise<string | undefined> {
    const { key } = this
    return key && `${key.name}/${(await this.lines()).length + 1}`
  }

  /**
   * A checkpoint that somebody remembers. One that this log does not have is trouble at once, whoever shows it, for nobody but the
   * agent could have signed it; one of an earlier line says nothing about this one.
   * @throws Fault `log.note`
   */
  async look(note: string): Promise<void> {
    const checkpoint = await this.#opened(note)
    if (checkpoint.origin !== (await this.origin())) return
    const { size } = await this.#store.treeHead()
    const isOurs = checkpoint.size <= size && sameBytes(await this.#store.treeRoot(checkpoint.size), checkpoint.root)
    if (!isOurs && this.#trouble === null) this.#raise({ kind: checkpoint.size > size ? 'rewound' : 'forked', note, size: checkpoint.size })
  }

  /**
   * A checkpoint that the agent has just signed over this log.
   * @throws Fault `log.note`, `log.forked`
   */
  async accept(note: string): Promise<void> {
    const checkpoint = await this.#opened(note)
    const { size } = await this.#store.treeHead()
    if (checkpoint.origin !== (await this.origin()) || checkpoint.size > size) throw new Fault('log.forked')
    if (!sameBytes(await this.#store.treeRoot(checkpoint.size), checkpoint.root)) throw new Fault('log.forked')
    await this.#store.putCheckpoint(checkpoint.size, note)
  }

  altered(entry: Pick<LogEntry, 'index' | 'grid'>): void {
    this.#raise({ kind: 'altered', index: entry.index, grid: entry.grid })
  }

  /** A person has accepted the loss; the log goes on as a new line. */
  settle(): void {
    this.#trouble = null
    rmSync(this.#file, { force: true })
  }

  async #opened(note: string): Promise<Checkpoint> {
    const { key } = this
    const opened = key && (await openNote(note, key, checkEd25519))
    if (!opened?.ok) throw new Fault('log.note')
    return opened.value
  }

  #raise(trouble: Trouble): void {
    this.#trouble = trouble
    if (trouble.kind !== 'altered') {
      writeFileSync(`${this.#file}.new`, JSON.stringify(trouble), { flush: true })
      renameSync(`${this.#file}.new`, this.#file)
    }
    this.#onTrouble(trouble)
  }
}

function lineOf(entry: LogEntry, line: number): Line {
  const [body] = entry.changes as readonly { readonly reason: string; readonly by: string; readonly at: string; readonly lost: number }[]
  return { line, index: entry.index, at: body?.at ?? '', by: body?.by ?? '', reason: body?.reason ?? '', lost: body?.lost ?? 0 }
}
