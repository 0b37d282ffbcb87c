import type { SheetCell, WrittenSheet } from '@hocba/shared/workbook'
import writeXlsxFile, { type CellObject } from 'write-excel-file/universal'

/** The bytes of a workbook: headings bold and kept in sight, numbers as numbers. */
export function writeWorkbook(sheets: readonly WrittenSheet[]): Promise<Blob> {
  const list = sheets.map(({ name, header, rows }) => ({
    sheet: name,
    data: [header.map((title): CellObject => ({ value: title, type: String, fontWeight: 'bold', wrap: true })), ...rows.map(cellsOf)],
    columns: header.map((_, index) => ({ width: widthOf(index, header, rows) })),
    stickyRowsCount: 1,
    stickyColumnsCount: 2,
  }))
  return writeXlsxFile(list).toBlob()
}

const cellsOf = (row: readonly SheetCell[]): (CellObject | null)[] => row.map(cellOf)

function cellOf(cell: SheetCell): CellObject | null {
  if (cell === null) return null
  if (cell.kind === 'text') return { value: cell.text, type: String }
  return { value: cell.value, type: Number, format: cell.decimals === 1 ? '0.0' : '0' }
}

/** Wide enough for what stands in the column; remarks would take the whole screen. */
function widthOf(index: number, header: readonly string[], rows: readonly (readonly SheetCell[])[]): number {
  const lengths = rows.map((row) => {
    const cell = row[index] ?? null
    return cell?.kind === 'text' ? cell.text.length : 0
  })
  return Math.min(Math.max(6, header[index]?.length ?? 0, ...lengths) + 2, 48)
}

/** Hands a file to the person, as a download. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
