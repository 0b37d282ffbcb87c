import type { Doc } from 'yjs'
import type { Result } from '../../core/result.ts'
import { remarkRoot } from '../layout.ts'
import { type ClientBindings, newClients } from './bindings.ts'
import { Deviation, type UpdateRefusal } from './deviation.ts'
import { readEnvelope } from './envelope.ts'
import { Allowance, remarkLimits } from './limits.ts'
import { type DeleteSet, deletes } from './ranges.ts'
import { refusing } from './refusing.ts'
import { type Erasures, readErasures } from './remark/erasure.ts'
import { Holders } from './remark/holders.ts'
import { type Ground, remarkPlacing } from './remark/place.ts'
import { checkRepeated } from './remark/repeated.ts'
import { type Run, textFrom } from './remark/strand.ts'
import { type RemarkStruct, readRemarkStruct } from './remark/struct.ts'
import { resolve } from './resolve.ts'

export interface RemarkContext {
  /** Who may have a remark in this document: the students of the class. */
  readonly students: ReadonlySet<string>
  readonly bindings: ClientBindings
  /** The user of the connection. */
  readonly user: string
}

/** One student's remark before and after an update, as plain text, a line a paragraph. */
export interface RemarkEdit {
  readonly student: string
  readonly before: string
  readonly after: string
}

/** The full meaning of an accepted update of a remarks document. */
export interface ReadRemarkUpdate {
  /** One a student whose remark is touched, also where the text stays the same. */
  readonly remarks: readonly RemarkEdit[]
  /** Client ids that bring new structs: to be bound to the user. */
  readonly clients: readonly number[]
  /** `false`: the document has all of it already; accepted from viewers and in frozen grids too. */
  readonly news: boolean
}

/**
 * Reads an update (Yjs V1) of a remarks document into the remarks it changes, or refuses all of it at its first deviation from
 * the grammar (docs/spec/gate.md). `doc` is the document with its queue applied; it is only looked at.
 */
export function readRemarkUpdate(update: Uint8Array, doc: Doc, context: RemarkContext): Result<ReadRemarkUpdate, UpdateRefusal> {
  return refusing(() => read(update, doc, context))
}

function read(update: Uint8Array, doc: Doc, { students, bindings, user }: RemarkContext): ReadRemarkUpdate {
  const allowance = new Allowance(remarkLimits)
  const { sections, dead } = readEnvelope(update, doc, allowance, readRemarkStruct)
  const clients = newClients(sections, bindings, user)
  const ground: Ground = { sections, doc, holders: new Holders(doc, students, allowance) }
  const structs = resolve(sections, doc, remarkPlacing(ground))
  const fresh = structs.filter((struct) => isNew(struct, dead, ground))
  const erasures = readErasures(dead, ground)
  if (clients.length === 0 && erasures.known.length === 0) return { remarks: [], clients, news: false }
  const before = presentTexts(fresh, erasures, ground)
  for (const struct of structs) place(struct, ground)
  for (const { holder, client, start, end } of [...erasures.known, ...erasures.own]) holder.strand.erase(client, start, end)
  return { remarks: [...before].map(([student, text]) => editOf(student, text, ground)), clients, news: true }
}

/** Checks a struct and tells whether any of it is new. */
function isNew(struct: RemarkStruct, dead: DeleteSet, ground: Ground): boolean {
  const { client, clock, length, content } = struct
  const isGone = content.kind === 'deleted' || content.kind === 'collected'
  if (isGone && !deletes(dead, client, clock, clock + length - 1)) throw new Deviation('update.shape', 'something lost that is not deleted')
  const section = ground.sections.get(client)
  if (section === undefined) return false
  if (clock < section.known) checkRepeated(struct, section, ground)
  return clock + length > section.known
}

/** The remarks that an update touches, as they are. */
function presentTexts(fresh: readonly RemarkStruct[], erasures: Erasures, { holders }: Ground): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  const touch = (student: string): void => {
    if (!texts.has(student)) texts.set(student, holders.root(remarkRoot(student)).text())
  }
  for (const { place: holder } of fresh) if (holder !== undefined && holder !== 'nowhere') touch(holder.student)
  for (const { holder } of erasures.known) touch(holder.student)
  return texts
}

/** Places what is new of a struct; the rest of a known one hangs on its known part, as in Yjs. */
function place(struct: RemarkStruct, { sections, holders }: Ground): void {
  const { client, clock, length, rightOrigin, content, place: holder } = struct
  if (holder === undefined || holder === 'nowhere') return
  const known = Math.max(0, (sections.get(client)?.known ?? 0) - clock)
  if (known > 0) holder.strand.cut(struct.origin, rightOrigin)
  if (known >= length) return
  const run: Run = {
    client,
    clock: clock + known,
    length: length - known,
    origin: known > 0 ? { client, clock: clock + known - 1 } : struct.origin,
    rightOrigin,
    content: contentOf(struct, known, holders),
    deleted: content.kind === 'deleted',
  }
  holder.strand.place(run)
}

function contentOf(struct: RemarkStruct, known: number, holders: Holders): Run['content'] {
  if (struct.content.kind === 'text') return textFrom(struct.content.text, known)
  const inside = holders.insideNew(struct)
  return inside === 'nowhere' ? null : inside
}

/** REMARK-7: what is too long may still become shorter. */
function editOf(student: string, before: string, { holders }: Ground): RemarkEdit {
  const after = holders.root(remarkRoot(student)).text()
  if (after.length > remarkLimits.characters && after.length > before.length) {
    throw new Deviation('value.invalid', 'a remark too long', [student])
  }
  return { student, before, after }
}
