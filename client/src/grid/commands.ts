import { type Column, cellKey, formatCell } from '@hocba/shared/grid'
import { parseTsv } from './clipboard.ts'
import type { GridModel } from './model.ts'
import { planPaste } from './paste.ts'
import type { GridText } from './text.ts'

/** Where the keyboard is: a student's row and a column of the page (`tb`, `cn` and the name are columns too). */
export interface Place {
  readonly student: string
  readonly column: string
}

export type Notice = { readonly tone: 'said' | 'refused'; readonly text: string; readonly details?: readonly string[] }

export const columnAt = (model: GridModel, place: Place): Column | undefined => model.columns.find((column) => column.id === place.column)

/** Delete: writes an empty value forward. */
export function clearCell(model: GridModel, place: Place, text: GridText): Notice {
  const column = columnAt(model, place)
  if (!column || !model.writable) return { tone: 'refused', text: text.readOnlyCell }
  model.replica.set([{ cell: cellKey(place.student, column.id), value: null }])
  return { tone: 'said', text: text.cleared }
}

export function copyCell(model: GridModel, place: Place): string {
  const column = columnAt(model, place)
  if (column) return formatCell(column.value, model.value(place.student, column))
  return nameStudent(model, place.student)
}

/** One paste is one action and one step of undo; what was not pasted is counted and listed. */
export function pasteAt(model: GridModel, place: Place, clipboard: string, text: GridText): Notice {
  const { students } = model.card
  const columns: readonly (Column | null)[] = [null, null, ...model.columns, ...model.computed.map(() => null)]
  const ids = ['stt', 'name', ...model.columns.map((column) => column.id), ...model.computed]
  const target = {
    students,
    columns,
    row: students.findIndex((student) => student.id === place.student),
    column: ids.indexOf(place.column),
    writable: () => model.writable,
  }
  const { changes, refused } = planPaste(parseTsv(clipboard), target, text)
  if (changes.length + refused.length === 0) return { tone: 'said', text: text.pasteNothing }
  const changed = model.replica.set(changes)
  const done = changes.length > 0 ? text.pasted(changed) : ''
  if (refused.length === 0) return { tone: 'said', text: done }
  const lines = refused.slice(0, 8).map((one) => `${one.place}: ${one.reason}`)
  const more = refused.length > lines.length ? [text.moreCells(refused.length - lines.length)] : []
  return { tone: 'refused', text: `${done} ${text.pasteRefused(refused.length)}`.trim(), details: [...lines, ...more] }
}

export function takeBack(model: GridModel, which: 'undo' | 'redo', text: GridText): Notice | undefined {
  const step = model.replica[which]()
  if (!step) return undefined
  const done = step.changes.length > 0 ? (which === 'undo' ? text.undone : text.redone) : ''
  if (step.skipped.length === 0) return { tone: 'said', text: done }
  return { tone: 'refused', text: `${done} ${text.skipped(step.skipped.map((cell) => nameCell(model, cell)).join('; '))}`.trim() }
}

/** `Nguyễn Văn An, ĐĐGtx 1`: how a cell is called in a sentence. */
export function nameCell(model: GridModel, cell: string): string {
  const [student = cell, column] = cell.split('/')
  const what = model.columns.find((one) => one.id === column)?.name ?? column ?? ''
  return `${nameStudent(model, student)}, ${what}`
}

export const nameStudent = (model: GridModel, student: string): string =>
  model.card.students.find((one) => one.id === student)?.name ?? student
