import { Doc, applyUpdate } from 'yjs'
import type { CellKey, CellValue } from '../grid/cell.ts'
import { readCells } from './cells.ts'
import { cellsMap, remarkRoot } from './layout.ts'
import { readRemarks } from './remarks.ts'

/** What a grid document holds once these updates have been applied, in their order. */
export function replayCells(updates: Iterable<Uint8Array>): ReadonlyMap<CellKey, CellValue> {
  const doc = new Doc()
  cellsMap(doc)
  replay(doc, updates)
  return readCells(doc)
}

/** The same for a document of remarks; students without a remark are left out. */
export function replayRemarks(updates: Iterable<Uint8Array>): ReadonlyMap<string, string> {
  const doc = new Doc({ gc: false })
  replay(doc, updates)
  const prefix = remarkRoot('')
  const students = [...doc.share.keys()].filter((root) => root.startsWith(prefix)).map((root) => root.slice(prefix.length))
  return new Map([...readRemarks(doc, students)].filter(([, text]) => text !== ''))
}

function replay(doc: Doc, updates: Iterable<Uint8Array>): void {
  doc.transact(() => {
    for (const update of updates) applyUpdate(doc, update)
  })
}
