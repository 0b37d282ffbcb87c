import { expect, test } from 'vitest'
import { Doc, type XmlElement, XmlText, applyUpdate, encodeStateAsUpdate } from 'yjs'
import { hasRemarkNews, readRemarks, seedRemarks } from '@hocba/shared/document'

const remarks = new Map([
  ['6A-01', 'Chăm học.\nCần đọc thêm 📚.'],
  ['6A-02', 'Tiến bộ <rõ> & đều.'],
])

function seeded(): Doc {
  const doc = new Doc({ gc: false })
  seedRemarks(doc, remarks)
  return doc
}

function copyOf(doc: Doc): Doc {
  const copy = new Doc({ gc: false })
  applyUpdate(copy, encodeStateAsUpdate(doc))
  return copy
}

/** What a student's remark writer sends: all updates of the change. */
function changes(doc: Doc, change: (paragraph: XmlElement) => void): Uint8Array[] {
  const updates: Uint8Array[] = []
  const copy = copyOf(doc)
  copy.on('update', (update: Uint8Array) => updates.push(update))
  change(copy.getXmlFragment('r/6A-01').get(0) as XmlElement)
  return updates
}

const firstText = (paragraph: XmlElement): XmlText => {
  const text = paragraph.get(0)
  if (text instanceof XmlText) return text
  throw new Error('a paragraph holds a text')
}

test('GATE-15 a remark is read as it was seeded, a line a paragraph', () => {
  expect(readRemarks(copyOf(seeded()), ['6A-01', '6A-02', '6A-03'])).toEqual(new Map([...remarks, ['6A-03', '']]))
})

test('GATE-15 seeding leaves a remark that is there', () => {
  const doc = seeded()
  seedRemarks(
    doc,
    new Map([
      ['6A-01', 'khác'],
      ['6A-04', ''],
    ]),
  )
  expect(readRemarks(doc, ['6A-01', '6A-04'])).toEqual(
    new Map([
      ['6A-01', remarks.get('6A-01')],
      ['6A-04', ''],
    ]),
  )
})

test('GATE-14 the empty update and the whole document bring nothing new', () => {
  const doc = seeded()
  firstText(doc.getXmlFragment('r/6A-01').get(0) as XmlElement).delete(0, 3)
  for (const update of [Uint8Array.of(0, 0), encodeStateAsUpdate(doc), encodeStateAsUpdate(seededOld(doc))]) {
    expect(hasRemarkNews(update, doc)).toEqual({ ok: true, value: false })
  }
})

/** A reader's replica with garbage collection on, which answers with collected structs. */
function seededOld(doc: Doc): Doc {
  const copy = new Doc()
  applyUpdate(copy, encodeStateAsUpdate(doc))
  return copy
}

test('GATE-14 typing, deleting and a new paragraph are news', () => {
  const doc = seeded()
  const all = [
    ...changes(doc, (paragraph) => firstText(paragraph).insert(0, 'Rất ')),
    ...changes(doc, (paragraph) => firstText(paragraph).delete(0, 2)),
    ...changes(doc, (paragraph) => paragraph.insert(0, [new XmlText('x')])),
  ]
  expect(all).toHaveLength(3)
  for (const update of all) expect(hasRemarkNews(update, doc)).toEqual({ ok: true, value: true })
})

test('GATE-14 a delete of the future is news', () => {
  expect(hasRemarkNews(Uint8Array.of(0, 1, 99, 1, 0, 1), seeded())).toEqual({ ok: true, value: true })
})

test('GATE-14 a format, an attribute and another kind are refused', () => {
  const doc = seeded()
  const all = [
    ...changes(doc, (paragraph) => firstText(paragraph).format(0, 2, { bold: true })),
    ...changes(doc, (paragraph) => paragraph.setAttribute('align', 'left')),
  ]
  for (const update of all) expect(hasRemarkNews(update, doc)).toMatchObject({ ok: false, error: { code: 'update.shape' } })
})

test('GATE-14 each proper beginning and each longer text is malformed', () => {
  const doc = seeded()
  const whole = encodeStateAsUpdate(doc)
  for (let length = 0; length < whole.length; length += 1) {
    expect(hasRemarkNews(whole.slice(0, length), doc), `${length} bytes`).toMatchObject({ ok: false, error: { code: 'update.malformed' } })
  }
  expect(hasRemarkNews(Uint8Array.of(...whole, 0), doc)).toMatchObject({ ok: false, error: { code: 'update.malformed' } })
  expect(hasRemarkNews(new Uint8Array(65_537), doc)).toMatchObject({ ok: false, error: { code: 'limit' } })
})
