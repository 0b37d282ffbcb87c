import type { Doc, Item } from 'yjs'
import type { Result } from '../../core/result.ts'
import { type CellKey, type CellValue, isCellValue } from '../../grid/cell.ts'
import type { ColumnValue } from '../../grid/column.ts'
import type { Edit } from '../../grid/edit.ts'
import { lastId, lastItem } from '../store.ts'
import { type ClientBindings, newClients } from './bindings.ts'
import { cellPlacing } from './cell-key.ts'
import { clearedItems } from './cleared.ts'
import { Deviation, type UpdateRefusal } from './deviation.ts'
import { readEnvelope } from './envelope.ts'
import { checkKnown } from './known.ts'
import { Allowance, limits } from './limits.ts'
import { type Line, type Segment, beginLine, extendLine, shown } from './line.ts'
import { type DeleteSet, deletes } from './ranges.ts'
import { refusing } from './refusing.ts'
import { resolve } from './resolve.ts'
import type { Section, Sections } from './section.ts'
import { type Struct, readStruct } from './struct.ts'

/** What the gate asks about cells. */
export interface CellRules {
  /** What a permitted cell holds; `undefined` for a key that is no cell of this grid. */
  kindOf(key: string): ColumnValue | undefined
}

export interface UpdateContext {
  readonly rules: CellRules
  readonly bindings: ClientBindings
  /** The user of the connection. */
  readonly user: string
}

/** The full meaning of an accepted update. */
export interface ReadUpdate {
  /** One a cell. */
  readonly edits: readonly Edit[]
  /** Client ids that bring new structs: to be bound to the user. */
  readonly clients: readonly number[]
  /** `false`: the document has all of it already; accepted from viewers and in frozen grids too. */
  readonly news: boolean
  /** Each cell that is touched, by dead structs as well: each needs the right to write. */
  readonly keys: readonly CellKey[]
}

/**
 * Reads an update (Yjs V1) into edits, or refuses all of it at its first deviation from the grammar (docs/spec/gate.md).
 * `doc` is the document with its queue applied; it is only looked at. No byte reaches Yjs before this function has said yes.
 */
export function readUpdate(update: Uint8Array, doc: Doc, context: UpdateContext): Result<ReadUpdate, UpdateRefusal> {
  return refusing(() => read(update, doc, context))
}

function read(update: Uint8Array, doc: Doc, context: UpdateContext): ReadUpdate {
  const allowance = new Allowance(limits)
  const { sections, dead } = readEnvelope(update, doc, allowance, readStruct)
  const clients = newClients(sections, context.bindings, context.user)
  const lines = drawLines(resolve(sections, doc, cellPlacing(sections, doc)), { sections, dead, doc, context, allowance })
  const cleared = clearedItems(dead, sections, doc)
  const edits = [...lines.values()].map((line) => editOf(line, cleared))
  for (const [cell, item] of cleared) {
    if (!lines.has(cell)) edits.push(clearing(cell, item, context.rules))
  }
  return { edits, clients, news: edits.length > 0, keys: edits.map((edit) => edit.cell) }
}

interface Reading {
  readonly sections: Sections<Struct>
  readonly dead: DeleteSet
  readonly doc: Doc
  readonly context: UpdateContext
  readonly allowance: Allowance
}

/** Checks each struct and places what is new of it on the line of its cell. */
function drawLines(structs: readonly Struct[], reading: Reading): ReadonlyMap<CellKey, Line> {
  const lines = new Map<CellKey, Line>()
  for (const struct of structs) {
    const section = reading.sections.get(struct.client)
    const cell = struct.key
    if (section === undefined || cell === undefined) continue
    checkDead(struct, reading.dead)
    if (struct.clock < section.known) checkKnown(struct, section, reading.doc)
    if (struct.clock + struct.length <= section.known) continue
    checkValues(struct, cell, reading.context.rules)
    const segment = segmentOf(struct, section, reading)
    const line = lines.get(cell)
    if (line === undefined) lines.set(cell, beginLine(cell, lastItem(reading.doc, cell), segment, reading.allowance))
    else extendLine(line, segment, reading.allowance)
  }
  return lines
}

/** What spans several clock units or has lost its values is accepted only as dead (GATE-3). */
function checkDead({ client, clock, length, values }: Struct, dead: DeleteSet): void {
  if (values !== undefined && length === 1) return
  if (!deletes(dead, client, clock, clock + length - 1)) throw new Deviation('update.shape', 'a run of writes that is not deleted')
}

/** GATE-6, for dead structs as well. */
function checkValues({ values }: Struct, cell: CellKey, rules: CellRules): void {
  const kind = permittedKind(cell, rules)
  for (const value of values ?? []) {
    if (!isCellValue(kind, value)) throw new Deviation('value.invalid', 'a value that this cell may not hold', [cell])
  }
}

function permittedKind(cell: CellKey, rules: CellRules): ColumnValue {
  const kind = rules.kindOf(cell)
  if (kind === undefined) throw new Deviation('cell.unknown', 'no such cell', [cell])
  return kind
}

function segmentOf(struct: Struct, { known }: Section<Struct>, { sections, dead }: Reading): Segment {
  const { client, clock, length, values } = struct
  const last = clock + length - 1
  const value = deletes(dead, client, last, last) ? null : (values?.[length - 1] ?? null)
  if (clock < known) return { client, first: known, last, origin: { client, clock: known - 1 }, originIsNew: false, value }
  const { origin } = struct
  const originIsNew = origin !== null && origin.clock >= (sections.get(origin.client)?.known ?? Infinity)
  return { client, first: clock, last, origin, originIsNew, value }
}

/** One edit a cell: what it will show of this update, or what was tried in vain (GATE-6). */
function editOf(line: Line, cleared: ReadonlyMap<CellKey, Item>): Edit {
  const { cell, base, conflict } = line
  const winner = shown(line)
  if (winner !== undefined) return { cell, value: winner.value, base, conflict }
  return { cell, value: cleared.has(cell) ? null : line.tail.value, base, conflict }
}

function clearing(cell: CellKey, item: Item, rules: CellRules): Edit {
  permittedKind(cell, rules)
  return { cell, value: null as CellValue, base: lastId(item), conflict: false }
}
