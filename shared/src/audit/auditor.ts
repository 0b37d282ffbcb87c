import { fromBase64, sameBytes, toHex } from '../core/index.ts'
import { type CheckSignature, Frontier, type VerifierKey } from '../log/index.ts'
import { Amendments } from './amendments.ts'
import { type AuditSignature, Documents } from './documents.ts'
import { type AuditCrypto, type AuditEntry, actorNameOf, digestOf, leafHashOf, openCommitments } from './entry.ts'
import { Events } from './events.ts'
import { AuditFault, type AuditPlace } from './fault.ts'
import { checkGrid, closeGrids } from './grid-values.ts'
import { Grids } from './grids.ts'
import { type AnyLine, type Line, rankOf } from './lines.ts'
import { Notes, type Vouched, lineOf } from './notes.ts'
import { Orders } from './orders.ts'
import { LineReader } from './reader.ts'
import { Register } from './register.ts'
import { type Awaited, checkSnapshot } from './snapshots.ts'
import { Transcripts } from './transcripts.ts'

export interface AuditTools extends AuditCrypto {
  /** Ed25519 */
  readonly checkSignature: CheckSignature
  /** What is wrong with the newest signed file of a kind, or `undefined`; left out where files cannot be read. */
  readonly checkFile?: (bytes: Uint8Array, signature: AuditSignature, kind: 'xml' | 'pdf') => Promise<string | undefined>
}

export interface AuditOutcome extends Vouched {
  readonly entries: number
  readonly lines: number
  /** Losses that a person has accepted; each began a new line of history. */
  readonly restores: number
}

/** Reads an export line by line and stops at the first fault; what it remembers grows with the school, not with the log. */
export class Auditor {
  readonly #key: VerifierKey
  readonly #tools: AuditTools
  readonly #reader: LineReader
  readonly #notes: Notes
  readonly #actors = new Map<string, string>()
  readonly #tree: Frontier
  readonly #grids = new Grids()
  readonly #documents = new Documents()
  readonly #orders = new Orders()
  readonly #amendments: Amendments
  readonly #transcripts: Transcripts
  readonly #events: Events
  #register: Register | undefined
  #head: Line<'head'> | undefined
  #awaited: Awaited | undefined
  #vouched: Vouched = { size: 0, lost: 0 }
  /** Which type the last line had, by its place in the order of types. */
  rank = -1

  constructor(key: VerifierKey, tools: AuditTools) {
    this.#key = key
    this.#tools = tools
    this.#reader = new LineReader(tools.sha256)
    this.#notes = new Notes(key, tools.checkSignature)
    this.#tree = new Frontier(tools.sha256)
    this.#amendments = new Amendments(tools)
    this.#transcripts = new Transcripts(tools, this.#documents, this.#orders)
    const { orders, amendments, documents, transcripts } = this.#parts
    this.#events = new Events(orders, amendments, documents, transcripts)
  }

  get #parts(): { orders: Orders; amendments: Amendments; documents: Documents; transcripts: Transcripts } {
    return { orders: this.#orders, amendments: this.#amendments, documents: this.#documents, transcripts: this.#transcripts }
  }

  /** A checkpoint that somebody has kept; before the first line. */
  async remember(note: string, at: number): Promise<void> {
    await this.#notes.add(note, { line: 0, note: at })
  }

  /** A line without its line feed. A promise only where something has to be waited for. @throws AuditFault */
  take(bytes: Uint8Array): Promise<void> | undefined {
    if (this.rank === rankOf.end) throw new AuditFault('line.end', { line: this.#reader.line + 1 })
    const line = this.#reader.read(bytes)
    const rank = rankOf[line.type]
    const isFirst = this.rank === -1
    if (rank < this.rank || isFirst !== (line.type === 'head')) throw new AuditFault('line.shape', this.#place)
    for (let ended = this.rank; ended < rank; ended += 1) this.#close(ended)
    this.rank = rank
    return this.#dispatch(line)
  }

  /** The last line had no line feed. */
  broken(): never {
    throw new AuditFault(this.rank === rankOf.end ? 'line.end' : 'line.chain', { line: this.#reader.line + 1 })
  }

  end(): AuditOutcome {
    if (this.rank !== rankOf.end) throw new AuditFault('line.end', { line: this.#reader.line + 1 })
    return { ...this.#vouched, entries: this.#tree.size, lines: this.#reader.line, restores: this.#events.lost.length }
  }

  get #place(): AuditPlace {
    return { line: this.#reader.line }
  }

  #dispatch(line: AnyLine): Promise<void> | undefined {
    const place = this.#place
    switch (line.type) {
      case 'head':
        if (lineOf(line.origin, this.#key.name) === undefined) throw new AuditFault('head.origin', place)
        this.#head = line
        return undefined
      case 'actor':
        return this.#takeActor(line)
      case 'checkpoint':
        return this.#notes.add(line.note, place)
      case 'entry':
        return this.#takeEntry(line)
      case 'snapshot':
        return this.#takeSnapshot(line)
      case 'order':
        this.#orders.compare(line, place)
        return undefined
      case 'amendment':
        this.#amendments.compare(line, place)
        return undefined
      case 'grid':
        checkGrid(line, this.#grids, this.#compared, place)
        return undefined
      case 'transcript':
        this.#transcripts.compare(line, place, (grid) => this.#grids.all.get(grid)?.versions ?? [])
        return undefined
      case 'file':
        return this.#takeFile(line)
      case 'register':
        this.#register ??= new Register(this.#grids, this.#documents, this.#transcripts)
        this.#register.compare(line, place)
        return undefined
      case 'end':
        if (line.lines !== place.line - 1) throw new AuditFault('line.end', place)
        return undefined
    }
  }

  readonly #compared = new Set<string>()

  #takeActor({ id, user, salt }: Line<'actor'>): undefined {
    const isKnown = this.#actors.has(id) || this.#users.has(user)
    if (isKnown || actorNameOf(user, salt, this.#tools) !== id) throw new AuditFault('actor.name', this.#place)
    this.#actors.set(id, user)
    this.#users.add(user)
  }

  readonly #users = new Set<string>()

  #takeEntry(line: Line<'entry'>): undefined {
    const { index, leaf, changes, erased } = line
    if (this.#awaited) throw new AuditFault('snapshot.missing', this.#place)
    const place = { line: this.#reader.line, entry: this.#tree.size }
    if (index !== this.#tree.size || index >= (this.#head?.size ?? 0)) throw new AuditFault('entry.index', place)
    const user = this.#actors.get(leaf.actor)
    if (user === undefined) throw new AuditFault('actor.name', place)
    openCommitments(line, place, this.#tools)
    const entry: AuditEntry = { place, index, leaf, hash: leafHashOf(leaf, this.#tools), changes, erased, user }
    if (leaf.place === null) this.#events.take(entry)
    else this.#takeRow(entry, leaf.place)
    this.#tree.append(entry.hash)
    this.#notes.at(this.#tree.size, () => this.#tree.root())
  }

  #takeRow(entry: AuditEntry, row: NonNullable<Line<'entry'>['leaf']['place']>): void {
    const { kind, cause } = entry.leaf
    if (entry.erased) this.#events.noteErased(entry)
    const grid = this.#grids.take(entry, row, (before, edits) => {
      if (kind === 'amend') this.#amendments.apply(entry, row, edits, before.versions.length + 1)
      else if (kind !== 'edit' && kind !== 'remark') this.#orders.demand(entry, [kind], { grid: row.grid })
    })
    const version = grid.versions.at(-1)
    if ((kind !== 'freeze' && kind !== 'amend') || !version) return
    this.#documents.addVersion(grid, version)
    const term1 = row.grid.endsWith('.HK2') ? this.#grids.all.get(`${row.grid.slice(0, -3)}HK1`)?.versions.at(-1)?.digest : undefined
    this.#awaited = { entry, grid, amendment: kind === 'amend' ? this.#amendments.of(cause) : undefined, term1 }
  }

  #takeSnapshot(line: Line<'snapshot'>): undefined {
    if (!this.#awaited) throw new AuditFault('snapshot.missing', this.#place)
    checkSnapshot(line, this.#awaited, this.#reader.line, this.#tools)
    this.#awaited = undefined
  }

  #takeFile(line: Line<'file'>): Promise<void> | undefined {
    const place = this.#place
    const bytes = fromBase64(line.bytes) ?? new Uint8Array()
    if (digestOf(bytes, this.#tools) !== line.sha256) throw new AuditFault('file.digest', place)
    const { signature, isNewest } = this.#documents.takeFile(line, place)
    if (!isNewest) return undefined
    return this.#tools.checkFile?.(bytes, signature, line.kind).then((wrong) => {
      if (wrong !== undefined) throw new AuditFault('file.content', place, wrong)
    })
  }

  /** What a type still lacks when a later one begins. */
  #close(rank: number): void {
    if (rank === rankOf.entry) this.#closeEntries()
    if (rank === rankOf.order) this.#orders.close()
    if (rank === rankOf.amendment) this.#amendments.close()
    if (rank === rankOf.grid) closeGrids(this.#grids, this.#compared)
    if (rank === rankOf.transcript) this.#transcripts.close()
    if (rank === rankOf.file) this.#documents.closeFiles()
    if (rank === rankOf.register) (this.#register ?? new Register(this.#grids, this.#documents, this.#transcripts)).close()
  }

  #closeEntries(): void {
    const place = this.#place
    const head = this.#head
    if (this.#awaited) throw new AuditFault('snapshot.missing', place)
    if (!head || this.#tree.size < head.size) throw new AuditFault('entry.index', { ...place, entry: this.#tree.size })
    const root = fromBase64(head.root)
    if (!root || !sameBytes(root, this.#tree.root())) throw new AuditFault('tree.root', { line: 1 }, toHex(this.#tree.root()))
    this.#notes.at(0, () => this.#tools.sha256(new Uint8Array()))
    const vouched = this.#notes.judge(this.#events.lost)
    this.#events.close(head)
    if (lineOf(head.origin, this.#key.name) !== this.#events.lost.length + 1) throw new AuditFault('head.line', { line: 1 })
    if (vouched.size < 0) throw new AuditFault('checkpoint.none', { line: 1 })
    this.#vouched = vouched
  }
}
