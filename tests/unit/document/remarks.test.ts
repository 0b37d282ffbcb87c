import { expect, test } from 'vitest'
import { Doc, applyUpdate, encodeStateAsUpdate } from 'yjs'
import { readRemarks, seedRemarks } from '@hocba/shared/document'

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
