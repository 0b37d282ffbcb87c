import { simpleDiffString } from 'lib0/diff'
import { type Doc, XmlElement, type XmlFragment, XmlText } from 'yjs'
import type { Random } from './random.ts'
import { roots } from './remark-judge.ts'

const words = ['Chăm học. ', 'tiến bộ ', 'ê', '📚', '👩‍🏫 ', 'cần cố gắng hơn', ' ', 'x', 'ngoan, lễ phép; ', '😀😁'] as const

/** Longer remarks are shortened, so that several offline writers together stay below the limit. */
const longest = 90

function paragraphOf(text: string): XmlElement {
  const paragraph = new XmlElement('paragraph')
  if (text !== '') paragraph.insert(0, [new XmlText(text)])
  return paragraph
}

const plain = (text: XmlText): string => text.toString()

/** Brings a text to its new content as the editor's binding does: one delete and one insert where they differ. */
function retype(text: XmlText, content: string): void {
  const { index, remove, insert } = simpleDiffString(plain(text), content)
  if (remove > 0) text.delete(index, remove)
  if (insert !== '') text.insert(index, insert)
}

/** One thing that a person does in an editor of plain paragraphs, in one transaction. */
export function edit(doc: Doc, random: Random, origin: unknown): void {
  const fragment = doc.getXmlFragment(random.pick(roots))
  doc.transact(() => change(fragment, random), origin)
}

function change(fragment: XmlFragment, random: Random): void {
  const length = fragment.toArray().reduce((sum, each) => sum + (each instanceof XmlElement ? textIn(each).length : 0), 0)
  const index = random.below(fragment.length)
  const paragraph = fragment.length === 0 ? undefined : fragment.get(index)
  if (!(paragraph instanceof XmlElement)) return fragment.insert(0, [paragraphOf(random.pick(words))])
  const roll = length > longest ? 0.3 + random.next() * 0.3 : random.next()
  const text = random.pick([...paragraph.toArray().filter((each) => each instanceof XmlText), undefined])
  if (roll >= 0.7 && roll < 0.78)
    return fragment.insert(index + random.below(2), [paragraphOf(random.chance(0.5) ? '' : random.pick(words))])
  if (roll >= 0.78 && roll < 0.84) return join(fragment, index)
  if (roll >= 0.48 && roll < 0.56) return fragment.delete(index, 1 + random.below(Math.min(2, fragment.length - index)))
  if (roll >= 0.56 && roll < 0.58) return fragment.delete(0, fragment.length)
  if (text === undefined) return paragraph.length === 0 ? paragraph.insert(0, [new XmlText(random.pick(words))]) : undefined
  if (roll >= 0.84 && roll < 0.92) return split(fragment, index, text, random)
  retype(text, retyped(plain(text), roll < 0.3 || roll >= 0.92, random))
}

const textIn = (paragraph: XmlElement): string =>
  paragraph
    .toArray()
    .map((each) => (each instanceof XmlText ? plain(each) : ''))
    .join('')

/** The text with something typed in or taken out, by whole characters. */
function retyped(text: string, longer: boolean, random: Random): string {
  const characters = [...text]
  const at = random.below(characters.length + 1)
  if (longer) characters.splice(at, random.below(2), random.pick(words))
  else characters.splice(at, 1 + random.below(12))
  return characters.join('')
}

function split(fragment: XmlFragment, index: number, text: XmlText, random: Random): void {
  const characters = [...plain(text)]
  const head = characters.slice(0, random.below(characters.length + 1)).join('')
  const tail = plain(text).slice(head.length)
  retype(text, head)
  fragment.insert(index + 1, [paragraphOf(tail)])
}

function join(fragment: XmlFragment, index: number): void {
  const [first, second] = [fragment.get(index), index + 1 < fragment.length ? fragment.get(index + 1) : undefined]
  if (!(first instanceof XmlElement) || !(second instanceof XmlElement)) return
  const text = first.length > 0 ? first.get(0) : undefined
  const rest = textIn(second)
  if (text instanceof XmlText) retype(text, plain(text) + rest)
  else if (rest !== '') first.insert(0, [new XmlText(rest)])
  fragment.delete(index + 1, 1)
}
