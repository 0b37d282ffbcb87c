import type { Brand } from '../core/brand.ts'
import { type Result, err, ok } from '../core/result.ts'
import { type Tenths, formatTenths, isTenths, parseTenths } from '../core/tenths.ts'
import type { Column, ColumnId, ColumnValue } from './column.ts'

/** `6A-01/tx1` */
export type CellKey = Brand<string, 'CellKey'>

/** Integer tenths (a mark), integer half-days (absences), a level code, or `null` for a cleared cell. */
export type CellValue = number | string | null

export const cellKey = (student: string, column: ColumnId): CellKey => `${student}/${column}` as CellKey

export function parseCellKey(key: string): { readonly student: string; readonly column: string } | undefined {
  const slash = key.indexOf('/')
  return slash < 1 ? undefined : { student: key.slice(0, slash), column: key.slice(slash + 1) }
}

const levels: Readonly<Record<'comment' | 'conduct', readonly string[]>> = { comment: ['D', 'CD'], conduct: ['T', 'K', 'D', 'CD'] }

/** Whether the document may hold this value in such a column (contract: grids; Circular 22 art. 5, 8). */
export function isCellValue(kind: ColumnValue, value: unknown): value is CellValue {
  if (value === null) return true
  if (kind === 'mark') return isTenths(value)
  if (kind === 'absences') return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 400
  return typeof value === 'string' && levels[kind].includes(value)
}

/** Reads what a teacher typed or pasted: `8,5`, `Đ`, `CĐ`, `Tốt`; empty text clears the cell. */
export function parseCell(column: Pick<Column, 'value'>, text: string): Result<CellValue, 'value.invalid'> {
  const trimmed = text.trim()
  if (trimmed === '') return ok(null)
  if (column.value === 'mark') return parseTenths(trimmed)
  if (column.value === 'absences') return parseAbsences(trimmed)
  const code = levelCode(trimmed)
  return levels[column.value].includes(code) ? ok(code) : err('value.invalid')
}

function parseAbsences(text: string): Result<CellValue, 'value.invalid'> {
  if (!/^\d{1,3}$/.test(text)) return err('value.invalid')
  const value = Number(text)
  return value <= 400 ? ok(value) : err('value.invalid')
}

const spoken: Readonly<Record<string, string>> = { TỐT: 'T', KHÁ: 'K', ĐẠT: 'D', 'CHƯA ĐẠT': 'CD', Đ: 'D', CĐ: 'CD' }

function levelCode(text: string): string {
  const upper = text.normalize('NFC').toLocaleUpperCase('vi')
  return spoken[upper] ?? upper
}

/** What the grid, the board and the forms show: `8,5`, `Đ`, `CĐ`. */
export function formatCell(kind: ColumnValue, value: CellValue): string {
  if (value === null) return ''
  if (kind === 'mark') return formatTenths(value as Tenths)
  if (typeof value === 'number') return String(value)
  return value === 'D' ? 'Đ' : value === 'CD' ? 'CĐ' : value
}
