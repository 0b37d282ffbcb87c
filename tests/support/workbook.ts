import writeXlsxFile from 'write-excel-file/node'

export type SheetRows = readonly (readonly (string | number | boolean | Date | null)[])[]

/** The bytes of a workbook with these sheets, by name. */
export async function workbookOf(sheets: Readonly<Record<string, SheetRows>>): Promise<Uint8Array> {
  const list = Object.entries(sheets).map(([sheet, rows]) => ({
    sheet,
    data: rows.map((row) => row.map((cell) => (cell instanceof Date ? { value: cell, type: Date, format: 'dd/mm/yyyy' } : cell))),
  }))
  return writeXlsxFile(list).toBuffer()
}
