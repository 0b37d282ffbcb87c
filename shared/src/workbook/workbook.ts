import { Fault } from '../core/fault.ts'
import { type Inflate, packStored, unpackArchive } from './archive.ts'
import { guardPart } from './sheet-xml.ts'

/** A cell as the workbook holds it; what looks like a date in Excel is a `Date`. */
export type WorkbookCell = string | number | boolean | Date | null

export interface WorkbookRow {
  /** As Excel counts, from 1. */
  readonly number: number
  readonly cells: readonly WorkbookCell[]
}

export interface WorkbookSheet {
  readonly name: string
  /** Only rows with at least one filled cell. */
  readonly rows: readonly WorkbookRow[]
}

/** What differs between the programs: how they inflate, and which build of the reader they load. */
export interface WorkbookParts {
  readonly inflate: Inflate
  /** Reads an archive that has been checked and packed anew. */
  parse(archive: Uint8Array<ArrayBuffer>): Promise<readonly { readonly sheet: string; readonly data: readonly (readonly unknown[])[] }[]>
}

const maxSheets = 300

/** Reads an .xlsx file of unknown origin; a damaged, encrypted or foreign file is `workbook.corrupt`. */
export async function readWorkbookWith(parts: WorkbookParts, bytes: Uint8Array): Promise<readonly WorkbookSheet[]> {
  const entries = await unpackArchive(bytes, parts.inflate)
  const safe = packStored(entries.map(guardPart))
  const sheets = await parts.parse(safe).catch((cause: unknown) => {
    throw new Fault('workbook.corrupt', { cause })
  })
  if (sheets.length > maxSheets) throw new Fault('request.too-large', { detail: `Quá nhiều trang tính: tối đa ${maxSheets}.` })
  return sheets.map(({ sheet, data }) => ({ name: sheet, rows: filledRows(data) }))
}

function filledRows(data: readonly (readonly unknown[])[]): readonly WorkbookRow[] {
  return data
    .map((row, index) => ({ number: index + 1, cells: row.map(asCell) }))
    .filter(({ cells }) => cells.some((cell) => cell !== null))
}

function asCell(value: unknown): WorkbookCell {
  if (typeof value === 'string') return value.trim() === '' ? null : value.normalize('NFC').trim()
  if (typeof value === 'number') return Number(value.toPrecision(15)) // Excel's own precision: 7.8999999999999995 is 7.9
  if (typeof value === 'boolean' || value instanceof Date) return value
  return null
}

/** What a person sees in the cell, for the list of refused rows. */
export function showCell(cell: WorkbookCell): string {
  if (cell === null) return ''
  if (!(cell instanceof Date)) return String(cell)
  if (Number.isNaN(cell.getTime())) return 'ngày không hợp lệ'
  const [year, month, day] = cell.toISOString().slice(0, 10).split('-')
  return `${day}/${month}/${year}`
}
