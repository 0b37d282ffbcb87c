import { htmlToRead } from '../app/trusted.ts'
import type { Block } from './paste.ts'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '')

/**
 * Cells as Excel, LibreOffice and Sheets like them best: a table. A mark says its number beside its text: where the decimal sign is a
 * point, `8,5` would be a text or eighty-five.
 */
export function toHtml(rows: Block): string {
  const body = rows.map(
    (row) => `<tr>${row.map((cell) => `<td${numberOf(cell)}>${escaped(cell).replaceAll(/\r?\n/g, '<br>')}</td>`).join('')}</tr>`,
  )
  return `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><meta charset="utf-8"><table>${body.join('')}</table></html>`
}

/** Excel reads `x:num`, LibreOffice `sdval` in the language of `sdnum` (1066 is Vietnamese). */
const numberOf = (cell: string): string =>
  /^\d{1,3}(,\d)?$/.test(cell) ? ` x:num="${cell.replace(',', '.')}" sdval="${cell}" sdnum="1066;"` : ''

/** The first table of what another program left on the clipboard; spanned cells count as empty ones. Nothing of it is ever shown as HTML. */
export function parseHtml(html: string): Block {
  const table = new DOMParser().parseFromString(htmlToRead(html), 'text/html').querySelector('table')
  if (!table) return []
  const rows: string[][] = []
  Array.from(table.rows).forEach((row, down) => {
    let across = 0
    for (const cell of row.cells) {
      while (rows[down]?.[across] !== undefined) across += 1
      place(rows, cell, down, across)
      across += cell.colSpan
    }
  })
  return rows.map((row) => Array.from(row, (cell) => cell ?? ''))
}

const mostSpanned = 100

function place(rows: string[][], cell: HTMLTableCellElement, down: number, across: number): void {
  for (let y = 0; y < Math.min(cell.rowSpan, mostSpanned); y += 1) {
    for (let x = 0; x < Math.min(cell.colSpan, mostSpanned); x += 1) {
      const row = (rows[down + y] ??= [])
      row[across + x] = x === 0 && y === 0 ? textOf(cell) : ''
    }
  }
}

function textOf(cell: HTMLTableCellElement): string {
  for (const line of cell.querySelectorAll('br')) line.replaceWith('\n')
  return (cell.textContent ?? '').replaceAll('\u00a0', ' ').trim()
}
