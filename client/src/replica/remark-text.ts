import { XmlElement, type XmlFragment, XmlText } from 'yjs'
import { spliceOf } from './splice.ts'

/** Writes a remark, a paragraph a line, and touches only what differs. For replays: an editor writes by itself. */
export function writeRemark(fragment: XmlFragment, before: string, after: string): void {
  if (before === after) return
  const [old, now] = [linesOf(before), linesOf(after)]
  const shorter = Math.min(old.length, now.length)
  let head = 0
  while (head < shorter && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1
  const paired = Math.min(old.length, now.length) - head - tail
  for (let index = head; index < head + paired; index += 1) writeLine(fragment.get(index), old[index] ?? '', now[index] ?? '')
  const rest = old.length - head - tail - paired
  if (rest > 0) fragment.delete(head + paired, rest)
  const added = now.slice(head + paired, now.length - tail)
  if (added.length > 0) fragment.insert(head + paired, added.map(paragraph))
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'))

function writeLine(element: unknown, before: string, after: string): void {
  if (!(element instanceof XmlElement) || before === after) return
  const text = element.length === 1 ? element.get(0) : undefined
  if (!(text instanceof XmlText)) {
    if (element.length > 0) element.delete(0, element.length)
    if (after !== '') element.insert(0, [new XmlText(after)])
    return
  }
  const { at, removed, inserted } = spliceOf(before, after)
  if (removed > 0) text.delete(at, removed)
  if (inserted !== '') text.insert(at, inserted)
}

function paragraph(line: string): XmlElement {
  const element = new XmlElement('paragraph')
  if (line !== '') element.insert(0, [new XmlText(line)])
  return element
}
