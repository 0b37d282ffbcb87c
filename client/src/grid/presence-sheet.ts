import { parseCellKey } from '@hocba/shared/grid'
import type { Presence } from '../link/index.ts'
import { presenceColor } from './presence-color.ts'

/** The rows and columns of the grid in their order: a range is told by its two corners. */
export interface Order {
  readonly students: readonly string[]
  readonly columns: readonly string[]
}

/**
 * Outlines of the others' cursors and ranges as rules keyed on AG's row and column ids: they survive virtualisation.
 * Ids and names come from other people's browsers, so everything but letters and digits is escaped.
 */
export function presenceCss(scope: string, presence: readonly Presence[], order: Order = { students: [], columns: [] }): string {
  return presence.map((one) => `${rangeCss(scope, one, order)}${cursorCss(scope, one)}`).join('\n')
}

function cursorCss(scope: string, { cell, user }: Presence): string {
  const place = cell === null ? undefined : parseCellKey(cell)
  if (!place) return ''
  const where = cellSelector(scope, place.student, place.column)
  const { line, label } = presenceColor(user.id)
  return `${where}{--seen:inset 0 0 0 2px ${line}}${where}::after{content:"${escaped(givenName(user.name))}";--presence:${label}}`
}

/** Only the cells along the edge carry a line. */
function rangeCss(scope: string, { range, user }: Presence, { students, columns }: Order): string {
  const [from, to] = (range ?? []).map(parseCellKey)
  if (!from || !to) return ''
  const [top, bottom] = [students.indexOf(from.student), students.indexOf(to.student)]
  const [left, right] = [columns.indexOf(from.column), columns.indexOf(to.column)]
  if (top < 0 || left < 0 || bottom < top || right < left) return ''
  const { line } = presenceColor(user.id)
  const shadow = (x: number, y: number): string => `inset ${x}px ${y}px 0 0 ${line}`
  const rules: string[] = []
  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) {
      const edges = [
        row === top && shadow(0, 2),
        row === bottom && shadow(0, -2),
        column === left && shadow(2, 0),
        column === right && shadow(-2, 0),
      ].filter((edge) => edge !== false)
      if (edges.length === 0) continue
      rules.push(`${cellSelector(scope, students[row] ?? '', columns[column] ?? '')}{--seen:${edges.join(',')}}`)
    }
  }
  return rules.join('')
}

const cellSelector = (scope: string, student: string, column: string): string =>
  `.${scope} [row-id="${escaped(student)}"] [col-id="${escaped(column)}"]`

/** People are called by it, and a cell has no room for more; the whole name stands in the page's heading. */
export const givenName = (name: string): string => name.trim().split(/\s+/).at(-1) ?? name

const escaped = (text: string): string =>
  Array.from(text.slice(0, 60), (character) =>
    /[\p{L}\p{N}]/u.test(character) ? character : `\\${character.codePointAt(0)?.toString(16) ?? '20'} `,
  ).join('')

/** One constructable stylesheet for one grid; removed with it. */
export class PresenceSheet {
  readonly #sheet = new CSSStyleSheet()
  readonly #scope: string
  readonly #order: Order
  #shown: readonly Presence[] = []

  constructor(scope: string, order: Order) {
    this.#scope = scope
    this.#order = order
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet]
  }

  show(presence: readonly Presence[]): void {
    if (presence === this.#shown) return
    this.#shown = presence
    this.#sheet.replaceSync(presenceCss(this.#scope, presence, this.#order))
  }

  remove(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet)
  }
}
