import { type Doc, XmlElement, XmlText } from 'yjs'
import { remarkRoot } from './layout.ts'

/** Writes the remarks of students who have none yet: one paragraph of plain text a line. */
export function seedRemarks(doc: Doc, remarks: ReadonlyMap<string, string>): void {
  doc.transact(() => {
    for (const [student, text] of remarks) {
      const fragment = doc.getXmlFragment(remarkRoot(student))
      if (fragment.length === 0 && text !== '') fragment.push(text.split('\n').map(paragraph))
    }
  })
}

function paragraph(line: string): XmlElement {
  const element = new XmlElement('paragraph')
  if (line !== '') element.insert(0, [new XmlText(line)])
  return element
}

/** The remarks of these students as plain text, a line a paragraph; an empty text when there is none. */
export function readRemarks(doc: Doc, students: Iterable<string>): Map<string, string> {
  const remarks = new Map<string, string>()
  for (const student of students) remarks.set(student, readRemark(doc, student))
  return remarks
}

function readRemark(doc: Doc, student: string): string {
  const root = remarkRoot(student)
  if (!doc.share.has(root)) return ''
  return doc.getXmlFragment(root).toArray().map(plainText).join('\n')
}

function plainText(node: unknown): string {
  if (node instanceof XmlElement) return node.toArray().map(plainText).join('')
  if (!(node instanceof XmlText)) return ''
  const delta: readonly { readonly insert?: unknown }[] = node.toDelta()
  return delta.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('')
}
