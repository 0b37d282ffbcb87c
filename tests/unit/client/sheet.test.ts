import type { CellKey, CellValue, HistoryRow } from '@hocba/shared/grid'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { areaOf } from '../../../client/src/grid/area.ts'
import { findStudents } from '../../../client/src/grid/find-students.ts'
import { spread } from '../../../client/src/grid/paste.ts'
import { Selection } from '../../../client/src/grid/selection.ts'
import { toCsv } from '../../../client/src/history/csv.ts'
import { standingAt } from '../../../client/src/history/standing.ts'
import { ReplicaDocument } from '../../../client/src/replica/document.ts'
import { UndoStack } from '../../../client/src/replica/undo.ts'

const cell = '6A-01/tx1' as CellKey

describe('undo', () => {
  it('UNDO-3 what somebody else has written since is left alone, even if it looks like the own value again', () => {
    const undo = new UndoStack()
    undo.push({ rows: ['1'], cells: [{ cell, before: null, value: 80 }] })
    undo.foreign(new Set([cell]))
    expect(undo.undo(() => 80)).toEqual({ changes: [], skipped: [cell] })
  })
})

describe('conflict', () => {
  it('CONFLICT-1 two values written without seeing each other are a conflict in every replica, until one is written over both', () => {
    const replicas = [0, 1].map(() => new ReplicaDocument(() => undefined))
    const [one, other] = replicas
    if (!one || !other) throw new Error('two replicas')
    const start = one.write([{ cell, value: 50 }])
    other.applyServer(start.update)
    expect([one.isConflict(cell), other.isConflict(cell)]).toEqual([false, false])
    const [mine, theirs] = [one.write([{ cell, value: 60 }]), other.write([{ cell, value: 70 }])]
    one.applyServer(theirs.update)
    other.applyServer(mine.update)
    expect(one.value(cell)).toBe(other.value(cell))
    expect([one.isConflict(cell), other.isConflict(cell)]).toEqual([true, true])
    const kept = one.write([{ cell, value: 70 }])
    other.applyServer(kept.update)
    expect([one.isConflict(cell), other.isConflict(cell)]).toEqual([false, false])
    const late = new Y.Doc()
    for (const { update } of [start, mine, theirs, kept]) Y.applyUpdate(late, update)
    expect(late.getMap<CellValue>('cells').get(cell)).toBe(70)
  })
})

describe('sheet', () => {
  it('CLIP-4 one value or a block that fits repeats over the range; any other block keeps its size', () => {
    expect(spread([['5'], ['6']], areaOf({ row: 0, column: 0 }, { row: 3, column: 1 }))).toEqual([
      ['5', '5'],
      ['6', '6'],
      ['5', '5'],
      ['6', '6'],
    ])
    expect(spread([['5'], ['6']], areaOf({ row: 0, column: 0 }, { row: 2, column: 0 }))).toEqual([['5'], ['6']])
  })

  it('KEY-15 a student is found without case and diacritics, and by number', () => {
    const students = [
      { id: '1', name: 'Nguyễn Văn Đức' },
      { id: '2', name: 'Lê Thị Thuỷ' },
    ]
    expect(findStudents(students, 'duc nguyen').map(({ id }) => id)).toEqual(['1'])
    expect(findStudents(students, 'THUY').map(({ id }) => id)).toEqual(['2'])
    expect(findStudents(students, '2').map(({ id }) => id)).toEqual(['2'])
  })

  it('KEY-6 Shift after Tab in a range starts from the active cell', () => {
    const selection = new Selection({ rows: 5, columns: 5 }, { row: 1, column: 1 })
    selection.extend({ row: 2, column: 2 })
    selection.tab(1, 1)
    selection.extend({ row: 3, column: 2 })
    expect(selection.area).toEqual({ top: 1, left: 2, bottom: 3, right: 2 })
  })

  it('TIME-1 a value that lost against a concurrent one never stood in the grid', () => {
    const common = { at: '', actor: 'a', cell, kind: 'edit' } as const
    const rows: readonly HistoryRow[] = [
      { ...common, seq: 1, before: null, after: 50 },
      { ...common, seq: 2, before: 50, after: 60, conflict: true, won: false },
    ]
    expect(standingAt(rows, 2).get(cell)).toBe(50)
  })

  it('TIME-3 a cell that a spreadsheet would compute is neutralised', () => {
    expect(toCsv([['=1+1', '-2', '@x', 'a,b']])).toBe("\uFEFF'=1+1,'-2,'@x,\"a,b\"\r\n")
  })
})
