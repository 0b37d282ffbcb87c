import { parseCellKey } from '@hocba/shared/grid'
import type { Presence } from '../link/index.ts'

const hues = [210, 150, 20, 280, 330, 95, 245, 45] as const

/** The same person has the same colour in every window; the name stands beside it, never colour alone. */
export function hueOf(userId: string): number {
  let sum = 0
  for (const character of userId) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return hues[sum % hues.length] ?? hues[0]
}

/**
 * Outlines of the others' cursors as rules keyed on AG's row and column ids: they survive virtualisation.
 * Ids and names come from other people's browsers, so everything but letters and digits is escaped.
 */
export function presenceCss(scope: string, presence: readonly Presence[]): string {
  return presence
    .map(({ cell, user }) => {
      const place = cell === null ? undefined : parseCellKey(cell)
      if (!place) return ''
      const where = `.${scope} [row-id="${escaped(place.student)}"] [col-id="${escaped(place.column)}"]`
      const color = `oklch(55% 0.16 ${hueOf(user.id)})`
      return `${where}{box-shadow:inset 0 0 0 2px ${color}}${where}::after{content:"${escaped(givenName(user.name))}";--presence:${color}}`
    })
    .join('\n')
}

/** People are called by it, and a cell has no room for more; the whole name stands in the page's heading. */
const givenName = (name: string): string => name.trim().split(/\s+/).at(-1) ?? name

const escaped = (text: string): string =>
  Array.from(text.slice(0, 60), (character) =>
    /[\p{L}\p{N}]/u.test(character) ? character : `\\${character.codePointAt(0)?.toString(16) ?? '20'} `,
  ).join('')

/** One constructable stylesheet for one grid; removed with it. */
export class PresenceSheet {
  readonly #sheet = new CSSStyleSheet()
  readonly #scope: string

  constructor(scope: string) {
    this.#scope = scope
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet]
  }

  show(presence: readonly Presence[]): void {
    this.#sheet.replaceSync(presenceCss(this.#scope, presence))
  }

  remove(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet)
  }
}
