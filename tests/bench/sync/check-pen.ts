import type { CellKey } from '@hocba/shared/grid'
import { cellsMap } from '@hocba/shared/document'
import * as Y from 'yjs'
import { Pen } from './pen.ts'

/** Throws unless the pen writes what Yjs writes. */
export function checkPen(): void {
  const cells: readonly CellKey[] = ['6A-01/tx1' as CellKey, '6A-02/tx1' as CellKey]
  const doc = new Y.Doc()
  const map = cellsMap(doc)
  for (const cell of cells) map.set(cell, 50)
  const replica = new Y.Doc()
  replica.clientID = 1_999_999_999
  Y.applyUpdate(replica, Y.encodeStateAsUpdate(doc))
  const pen = new Pen(replica.clientID, doc, cells)
  replica.on('update', (update: Uint8Array) => {
    const written = pen.write(85)
    if (Buffer.compare(written, update) !== 0) throw new Error(`the pen differs from Yjs: ${Buffer.from(written).toString('hex')}`)
  })
  for (const cell of [...cells, ...cells]) cellsMap(replica).set(cell, 85)
}
