/** One place of a text where something was taken out and something else put in. */
export interface Splice {
  readonly at: number
  readonly removed: number
  readonly inserted: string
}

/** The smallest single splice that makes one text of the other; never between the two halves of a character. */
export function spliceOf(before: string, after: string): Splice {
  const shorter = Math.min(before.length, after.length)
  let at = 0
  while (at < shorter && before[at] === after[at]) at += 1
  if (isHigh(before, at - 1)) at -= 1
  let tail = 0
  while (tail < shorter - at && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1
  if (isLow(before, before.length - tail)) tail -= 1
  return { at, removed: before.length - at - tail, inserted: after.slice(at, after.length - tail) }
}

/**
 * Makes the change from `before` to `after` in a text that has become `current` meanwhile.
 * What somebody else wrote stays; what this author typed is in it, at its place or at the end.
 */
export function mergeText(before: string, after: string, current: string): string {
  if (current === before) return after
  if (after !== '' && current.includes(after)) return current
  const { at, removed, inserted } = spliceOf(before, after)
  if (current.startsWith(before.slice(0, at + removed))) return current.slice(0, at) + inserted + current.slice(at + removed)
  if (current.endsWith(before.slice(at))) {
    const from = current.length - (before.length - at)
    return current.slice(0, from) + inserted + current.slice(from + removed)
  }
  return inserted === '' ? current : [current, inserted].filter((part) => part !== '').join('\n')
}

const isHigh = (text: string, index: number): boolean => (text.charCodeAt(index) & 0xfc00) === 0xd800
const isLow = (text: string, index: number): boolean => (text.charCodeAt(index) & 0xfc00) === 0xdc00
