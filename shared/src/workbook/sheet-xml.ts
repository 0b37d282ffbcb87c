import { Fault } from '../core/fault.ts'
import type { ArchiveEntry } from './archive.ts'

/** What one sheet may hold; beyond it a single cell at the far corner would make the reader fill millions of empty ones. */
export const sheetLimits = { rows: 5000, columns: 64 } as const

const excelRows = 1_048_576
const tag = /<(?:[\w.-]+:)?(row|c)(?=[\s/>])([^<>]*)>/g
const attributes = /^(?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*\/?$/

const corrupt = (cause: string): Fault => new Fault('workbook.corrupt', { cause: new Error(cause) })

/**
 * Checks a part of the workbook before the reader sees it: no document type, no place outside the limits.
 * Error values (`#DIV/0!`) become texts, because the reader takes them for empty cells and a mark would be lost without a word.
 */
export function guardPart(entry: ArchiveEntry): ArchiveEntry {
  const xml = new TextDecoder().decode(entry.bytes)
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw corrupt('document type declaration')
  if (!xml.includes('sheetData')) return entry
  if (/<!\[CDATA\[|<!--/.test(xml)) throw corrupt('comment or CDATA in a sheet')
  return { name: entry.name, bytes: new TextEncoder().encode(xml.replace(tag, guardTag)) }
}

function guardTag(whole: string, name: string, rest: string): string {
  if (!attributes.test(rest)) throw corrupt('malformed attributes')
  const place = /\sr\s*=\s*["']([^"']*)["']/.exec(rest)?.[1]
  const isEmpty = rest.endsWith('/')
  if (name === 'row') return checkRow(whole, place)
  checkCell(place, isEmpty)
  return whole.replace(/(\st\s*=\s*)(?:"e"|'e')/, '$1"str"')
}

function checkRow(whole: string, place: string | undefined): string {
  if (place !== undefined && !(/^\d{1,7}$/.test(place) && Number(place) <= excelRows)) throw corrupt(`row ${place}`)
  return whole
}

/** Empty formatted cells may lie anywhere; Excel and LibreOffice write them to the end of the sheet. */
function checkCell(place: string | undefined, isEmpty: boolean): void {
  const match = /^([A-Z]{1,3})(\d{1,7})$/.exec(place ?? '')
  if (!match) throw corrupt(`cell ${place ?? 'without a place'}`)
  const column = [...(match[1] ?? '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
  const row = Number(match[2])
  if (row > excelRows) throw corrupt(`row ${row}`)
  if (!isEmpty && (row > sheetLimits.rows || column > sheetLimits.columns)) throw tooManyCells()
}

const tooManyCells = (): Fault =>
  new Fault('request.too-large', { detail: `Trang tính quá lớn: tối đa ${sheetLimits.rows} dòng và ${sheetLimits.columns} cột.` })
