import type { Align, Colour, Flow, TextStyle } from '@hocba/shared/pdf'

export interface TableColumn {
  readonly width: number
  readonly align: Align
  /** Heading lines. */
  readonly head: readonly string[]
  /** Columns that follow one another under the same group share a heading above. */
  readonly group?: string
}

export interface TableCell {
  readonly text: string
  readonly style?: TextStyle
  /** Break into lines instead of narrowing. */
  readonly wraps?: boolean
}

const headSize = 9
const lineHeight = 10.5
const padding = 3
const shade: Colour = [0.93, 0.95, 0.97]

/** Draws a table over as many sheets as it needs. */
export function drawTable(flow: Flow, columns: readonly TableColumn[], rows: readonly (readonly TableCell[])[], minimum = 15.5): void {
  let top = flow.y
  drawHead(flow, columns)
  for (const row of rows) {
    const lines = row.map((cell, index) => linesOf(flow, cell, columns[index]?.width ?? 0))
    const height = Math.max(minimum, Math.max(...lines.map((one) => one.length)) * lineHeight + 4)
    if (!flow.has(height)) {
      rule(flow, columns, top)
      flow.next()
      top = flow.y
      drawHead(flow, columns)
    }
    drawRow(flow, columns, row, lines, height)
  }
  rule(flow, columns, top)
}

const linesOf = ({ faces }: Flow, cell: TableCell, width: number): readonly string[] =>
  cell.wraps === true ? faces.wrap(cell.text, width - 2 * padding, cell.style?.face ?? 'regular', cell.style?.size ?? 10) : [cell.text]

function drawRow(
  flow: Flow,
  columns: readonly TableColumn[],
  row: readonly TableCell[],
  lines: readonly (readonly string[])[],
  height: number,
): void {
  let x = flow.left
  row.forEach((cell, index) => {
    const { width = 0, align = 'left' } = columns[index] ?? {}
    const own = lines[index] ?? []
    const first = flow.y + height / 2 - ((own.length - 1) * lineHeight) / 2 + 3.4
    const at = align === 'left' ? x + padding : align === 'center' ? x + width / 2 : x + width - padding
    const style: TextStyle = { align, within: width - 2 * padding, wrapped: cell.wraps === true && align === 'left', ...cell.style }
    own.forEach((line, down) => flow.sheet.text(at, first + down * lineHeight, line, style))
    x += width
  })
  flow.y += height
  flow.sheet.line(flow.left, flow.y, flow.left + totalWidth(columns), flow.y, 0.35)
}

const totalWidth = (columns: readonly TableColumn[]): number => columns.reduce((sum, column) => sum + column.width, 0)

const drawHead = (flow: Flow, columns: readonly TableColumn[]): void => flow.plate(columns, () => drawNewHead(flow, columns))

function drawNewHead(flow: Flow, columns: readonly TableColumn[]): void {
  const grouped = columns.some((column) => column.group !== undefined)
  const height = (grouped ? 15 : 0) + Math.max(...columns.map((column) => column.head.length)) * 11 + 5
  const { sheet, y, left } = flow
  sheet.fill(left, y, totalWidth(columns), height, shade)
  sheet.line(left, y, left + totalWidth(columns), y, 0.7)
  let x = left
  columns.forEach((column, index) => {
    const under = column.group === undefined ? 0 : 15
    const start = y + under + (height - under) / 2 - ((column.head.length - 1) * 11) / 2 + 3.2
    column.head.forEach((line, at) =>
      sheet.text(x + column.width / 2, start + at * 11, line, { face: 'bold', size: headSize, align: 'center', within: column.width - 4 }),
    )
    if (column.group !== undefined && columns[index - 1]?.group !== column.group) drawGroup(flow, columns, index, x)
    x += column.width
  })
  flow.y += height
  sheet.line(left, flow.y, left + totalWidth(columns), flow.y, 0.7)
}

function drawGroup(flow: Flow, columns: readonly TableColumn[], start: number, x: number): void {
  const { group } = columns[start] ?? {}
  if (group === undefined) return
  const width = columns.filter((column) => column.group === group).reduce((sum, column) => sum + column.width, 0)
  flow.sheet.text(x + width / 2, flow.y + 11, group, { face: 'bold', size: headSize, align: 'center', within: width - 4 })
  flow.sheet.line(x, flow.y + 15, x + width, flow.y + 15, 0.35)
}

/** Upright lines of one sheet's part of the table; inside a group they start under its heading. */
function rule(flow: Flow, columns: readonly TableColumn[], top: number): void {
  let x = flow.left
  flow.sheet.line(x, top, x, flow.y, 0.7)
  columns.forEach((column, index) => {
    x += column.width
    const inside = column.group !== undefined && columns[index + 1]?.group === column.group
    const last = index === columns.length - 1
    flow.sheet.line(x, top + (inside ? 15 : 0), x, flow.y, last ? 0.7 : 0.35)
  })
  flow.sheet.line(flow.left, flow.y, x, flow.y, 0.7)
}
