import type { Random } from '../../property/document/support/random.ts'

/** One step of an attack on a text; a step that finds nothing to change gives the text back as it was. */
export interface Step {
  readonly name: string
  readonly make: (text: string, random: Random) => string
}

export const step = (name: string, make: Step['make']): Step => ({ name, make })

/** Inserts `added` at an offset. */
export const insert = (text: string, at: number, added: string): string => text.slice(0, at) + added + text.slice(at)

/** Replaces one of the matches, a random one; `to` sees the match. */
export function replaceOne(text: string, pattern: RegExp, random: Random, to: (found: string) => string): string {
  const all = [...text.matchAll(pattern)]
  if (all.length === 0) return text
  const { index, 0: found } = random.pick(all)
  return text.slice(0, index) + to(found) + text.slice(index + found.length)
}
