import { expect, test } from 'vitest'
import { Doc, applyUpdate, encodeStateAsUpdate } from 'yjs'
import { encodeGeneration, nextGeneration, readCells, writeCells } from '@hocba/shared/document'
import type { CellKey, CellValue } from '@hocba/shared/grid'

const cells = new Map<CellKey, CellValue>([
  ['6A-02/tx1' as CellKey, 85],
  ['6A-01/tx1' as CellKey, 0],
  ['6A-01/gk' as CellKey, null],
  ['6A-01/ck' as CellKey, 'CD'],
])

function load(update: Uint8Array): Doc {
  const doc = new Doc()
  applyUpdate(doc, update)
  return doc
}

test('GATE-13 a generation holds the filled cells only', () => {
  const read = readCells(load(encodeGeneration(cells, 1)))
  expect(Object.fromEntries(read)).toEqual({ '6A-02/tx1': 85, '6A-01/tx1': 0, '6A-01/ck': 'CD' })
})

test('GATE-13 the same values give the same bytes, whatever their order and history', () => {
  const bytes = encodeGeneration(cells, 1)
  expect(encodeGeneration(new Map([...cells].toReversed()), 1)).toEqual(bytes)
  const worn = new Doc()
  for (let mark = 0; mark < 100; mark += 1) writeCells(worn, [['6A-02/tx1' as CellKey, mark]])
  writeCells(worn, cells)
  expect(nextGeneration(worn, 1)).toEqual(bytes)
  expect(encodeStateAsUpdate(load(bytes))).toEqual(bytes)
})

test('GATE-13 writing is one transaction with its origin', () => {
  const doc = new Doc()
  const origins: unknown[] = []
  doc.on('update', (_update: Uint8Array, origin: unknown) => origins.push(origin))
  writeCells(doc, cells, 'import')
  expect(origins).toEqual(['import'])
})
