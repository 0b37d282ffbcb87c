import { type CellKey, type Column, cellKey, formatCell, parseCellKey } from '@hocba/shared/grid'
import type { CellChange } from '../replica/index.ts'
import { type Area, heightOf, spotsOf, widthOf } from './area.ts'
import { showResult } from './show-result.ts'
import type { GridModel } from './model.ts'
import { type Block, planPaste, spread } from './paste.ts'
import type { GridText } from './text.ts'

/** Where the keyboard is: a student's row and a column of the page (`tb`, `cn` and the name are columns too). */
export interface Place {
  readonly student: string
  readonly column: string
}

export interface Notice {
  readonly tone: 'said' | 'refused'
  readonly text: string
  readonly details?: readonly string[]
  readonly hint?: string
}

export const columnAt = (model: GridModel, place: Place): Column | undefined => model.columns.find((column) => column.id === place.column)

/** Delete: writes empty values forward. */
export function clearArea(model: GridModel, area: Area, text: GridText): Notice {
  const changes = storedCells(model, area).map((cell): CellChange => ({ cell, value: null }))
  if (changes.length === 0 || !model.writable) return { tone: 'refused', text: text.readOnlyCell }
  return { tone: 'said', text: text.cleared(model.replica.set(changes)) }
}

/** The cells as they are shown, for the clipboard. */
export const copyArea = (model: GridModel, area: Area): Block =>
  Array.from({ length: heightOf(area) }, (_, down) =>
    Array.from({ length: widthOf(area) }, (_, across) => shownAt(model, area.top + down, area.left + across)),
  )

export interface Pasted {
  readonly notice: Notice
  /** Where the block came to lie, as far as the grid goes. */
  readonly area: Area
}

/** One paste is one action and one step of undo; what was not pasted is counted and listed. */
export function pasteArea(model: GridModel, area: Area, clipboard: Block, text: GridText): Pasted {
  const block = spread(clipboard, area)
  const { notice } = writeBlock(model, area, block, text, text.pasted)
  const bottom = Math.min(model.card.students.length, area.top + Math.max(1, block.length)) - 1
  const right = Math.min(model.axis.length, area.left + Math.max(1, ...block.map((row) => row.length))) - 1
  if (block.length === 0) return { notice: { tone: 'said', text: text.pasteNothing }, area }
  const told: Notice = notice.tone === 'refused' ? { ...notice, hint: text.clipboardKept } : notice
  return { notice: told, area: { ...area, bottom, right } }
}

/** The cells of `source` over and over in `area`, which contains it. */
export function fillArea(model: GridModel, source: Area, area: Area, text: GridText): Notice {
  const [height, width] = [heightOf(source), widthOf(source)]
  const cycle = (at: number, from: number, size: number): number => from + ((((at - from) % size) + size) % size)
  const block = Array.from({ length: heightOf(area) }, (_, down) =>
    Array.from({ length: widthOf(area) }, (_, across) =>
      shownAt(model, cycle(area.top + down, source.top, height), cycle(area.left + across, source.left, width)),
    ),
  )
  return writeBlock(model, area, block, text, text.filled).notice
}

/** Ctrl+Enter: the typed value into every selected cell that can be written. */
export function fillValue(model: GridModel, area: Area, typed: string, text: GridText): Notice {
  const block = Array.from({ length: heightOf(area) }, () => Array.from({ length: widthOf(area) }, () => typed))
  return writeBlock(model, area, block, text, text.filled).notice
}

function writeBlock(model: GridModel, area: Area, block: Block, text: GridText, done: (count: number) => string): { notice: Notice } {
  const target = {
    students: model.card.students,
    columns: model.axis.map((id) => model.columns.find((column) => column.id === id) ?? null),
    row: area.top,
    column: area.left,
    writable: () => model.writable,
    shown: (row: number, column: number) => shownAt(model, row, column),
  }
  const { changes, refused } = planPaste(block, target, text)
  const changed = model.replica.set(changes)
  const said = changes.length > 0 || refused.length === 0 ? done(changed) : ''
  if (refused.length === 0) return { notice: { tone: 'said', text: said } }
  const details = refused.map((one) => `${one.place}: ${one.reason}`)
  return { notice: { tone: 'refused', text: `${said} ${text.pasteRefused(refused.length)}`.trim(), details } }
}

export interface Taken {
  readonly notice: Notice
  readonly cells: readonly CellKey[]
}

export function takeBack(model: GridModel, which: 'undo' | 'redo', text: GridText): Taken | undefined {
  if (!(which === 'undo' ? model.replica.canUndo : model.replica.canRedo)) return undefined
  if (!model.writable) return { notice: { tone: 'refused', text: text.undoClosed }, cells: [] }
  const step = model.replica[which]()
  if (!step) return undefined
  const cells = step.changes.map((change) => change.cell)
  const done = cells.length > 0 ? (which === 'undo' ? text.undone : text.redone) : ''
  if (step.skipped.length === 0) return { notice: { tone: 'said', text: done }, cells }
  const skipped = text.skipped(step.skipped.map((cell) => nameCell(model, cell)).join('; '))
  return { notice: { tone: 'refused', text: `${done} ${skipped}`.trim() }, cells }
}

export const storedCells = (model: GridModel, area: Area): readonly CellKey[] =>
  spotsOf(area).flatMap(({ row, column }) => {
    const student = model.card.students[row]
    const stored = model.columns.find((one) => one.id === model.axis[column])
    return student && stored ? [cellKey(student.id, stored.id)] : []
  })

/** What a cell of the page shows, computed ones and names included. */
export function shownAt(model: GridModel, row: number, column: number): string {
  const student = model.card.students[row]
  const id = model.axis[column]
  if (!student || id === undefined) return ''
  if (id === 'name') return student.name
  const stored = model.columns.find((one) => one.id === id)
  if (stored) return formatCell(stored.value, model.value(student.id, stored))
  const computed = model.computed.find((one) => one === id)
  return computed ? showResult(model.card.kind === 'scored', model.result(student.id, computed)) : ''
}

/** `Nguyễn Văn An, ĐĐGtx 1`: how a cell is called in a sentence. */
export function nameCell(model: GridModel, cell: string): string {
  const { student, column } = parseCellKey(cell) ?? { student: cell, column: '' }
  const what = model.columns.find((one) => one.id === column)?.name ?? column
  return `${nameStudent(model, student)}, ${what}`
}

export const nameStudent = (model: GridModel, student: string): string =>
  model.card.students.find((one) => one.id === student)?.name ?? student
