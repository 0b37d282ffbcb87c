import type { Node } from '@tiptap/pm/model'

/** Characters of a remark, line ends included, counted as the server counts them (REMARK-7). */
export const limit = 1_000

/** `1.000`, as both languages of the page group digits. */
export const grouped = (count: number, language: string): string => count.toLocaleString(language === 'en' ? 'en' : 'vi')

export function lengthOf(doc: Node): number {
  let length = Math.max(0, doc.childCount - 1)
  doc.forEach((paragraph) => {
    length += paragraph.textContent.length
  })
  return length
}

/** What the files of a frozen grid cannot carry (XML 1.0). */
const forbidden = /[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

export const isCarried = (text: string): boolean => text.search(forbidden) < 0

/** Foreign text as plain lines. */
export const plainLines = (text: string): readonly string[] => text.replace(/\r\n?/g, '\n').replace(forbidden, '').trimEnd().split('\n')

/** The beginning of a text, never half a character. */
export function beginning(text: string, room: number): string {
  const cut = text.slice(0, Math.max(0, room))
  return isCarried(cut) ? cut : cut.slice(0, -1)
}
