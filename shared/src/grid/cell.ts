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

type LevelColumn = Exclude<ColumnValue, 'mark' | 'test' | 'absences'>

/** The codes of each kind of level and what a teacher may write for them; the codes themselves are understood as well. */
const levels: Readonly<Record<LevelColumn, Readonly<Record<string, string>>>> = {
  comment: { D: 'D', Đ: 'D', ĐẠT: 'D', CD: 'CD', CĐ: 'CD', 'CHƯA ĐẠT': 'CD' },
  conduct: { T: 'T', TỐT: 'T', K: 'K', KHÁ: 'K', D: 'D', Đ: 'D', ĐẠT: 'D', CD: 'CD', CĐ: 'CD', 'CHƯA ĐẠT': 'CD' },
  level: { T: 'T', HTT: 'T', 'HOÀN THÀNH TỐT': 'T', H: 'H', HT: 'H', 'HOÀN THÀNH': 'H', C: 'C', CHT: 'C', 'CHƯA HOÀN THÀNH': 'C' },
  quality: { T: 'T', TỐT: 'T', D: 'D', Đ: 'D', ĐẠT: 'D', C: 'C', CCG: 'C', 'CẦN CỐ GẮNG': 'C' },
}

const holds = (kind: LevelColumn, code: unknown): boolean => Object.values(levels[kind]).some((one) => one === code)

/** Marks of a primary test are whole (Circular 27 art. 7.2c). */
const isWholeMark = (value: unknown): value is Tenths => isTenths(value) && value % 10 === 0

/** Whether the document may hold this value in such a column (contract: grids; Circular 22 art. 5, 8; Circular 27 art. 7, 8). */
export function isCellValue(kind: ColumnValue, value: unknown): value is CellValue {
  if (value === null) return true
  if (kind === 'mark') return isTenths(value)
  if (kind === 'test') return isWholeMark(value)
  if (kind === 'absences') return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 400
  return holds(kind, value)
}

/** Reads what a teacher typed or pasted: `8,5`, `Đ`, `CĐ`, `Tốt`; empty text clears the cell. */
export function parseCell(column: Pick<Column, 'value'>, text: string): Result<CellValue, 'value.invalid'> {
  const trimmed = text.trim()
  if (trimmed === '') return ok(null)
  if (column.value === 'mark') return parseTenths(trimmed)
  if (column.value === 'test') return parseTest(trimmed)
  if (column.value === 'absences') return parseAbsences(trimmed)
  const codes = levels[column.value]
  const written = trimmed.normalize('NFC').toLocaleUpperCase('vi')
  const code = Object.hasOwn(codes, written) ? codes[written] : undefined
  return code === undefined ? err('value.invalid') : ok(code)
}

function parseTest(text: string): Result<CellValue, 'value.invalid'> {
  const mark = parseTenths(text)
  return mark.ok && !isWholeMark(mark.value) ? err('value.invalid') : mark
}

function parseAbsences(text: string): Result<CellValue, 'value.invalid'> {
  if (!/^\d{1,3}$/.test(text)) return err('value.invalid')
  const value = Number(text)
  return value <= 400 ? ok(value) : err('value.invalid')
}

/** What the grid, the board and the forms show: `8,5`, `Đ`, `CĐ`. */
export function formatCell(kind: ColumnValue, value: CellValue): string {
  if (value === null) return ''
  if (kind === 'mark' || kind === 'test') return formatTenths(value as Tenths)
  if (typeof value === 'number') return String(value)
  return value === 'D' ? 'Đ' : value === 'CD' ? 'CĐ' : value
}
