/** Cells as spreadsheets put them on the clipboard: tab and newline, quoted where a cell contains one of them. */
export function parseTsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]]
  let at = 0
  while (at < text.length) {
    const { cell, end } = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at)
    rows.at(-1)?.push(cell)
    at = end
    if (at >= text.length) break
    if (text[at] === '\t') {
      at += 1
      if (at === text.length) rows.at(-1)?.push('')
      continue
    }
    at += text.startsWith('\r\n', at) ? 2 : 1
    if (at < text.length) rows.push([]) // Excel ends the last row with a newline too
  }
  return rows.filter((row) => row.length > 0)
}

interface Piece {
  readonly cell: string
  readonly end: number
}

function plainCell(text: string, start: number): Piece {
  let end = start
  while (end < text.length && !'\t\r\n'.includes(text.charAt(end))) end += 1
  return { cell: text.slice(start, end), end }
}

function quotedCell(text: string, start: number): Piece {
  let cell = ''
  let at = start + 1
  while (at < text.length) {
    if (text[at] !== '"') cell += text[at++]
    else if (text[at + 1] === '"') {
      cell += '"'
      at += 2
    } else break
  }
  const next = text[at + 1]
  const closed = at < text.length && (next === undefined || '\t\r\n'.includes(next))
  return closed ? { cell, end: at + 1 } : plainCell(text, start) // a lone quotation mark is text
}

/** The inverse, for what leaves the grid. A leading `=`, `+`, `-`, `@` would be a formula there: marks never start so. */
export const toTsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => (/["\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t')).join('\r\n')
