import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CellKey, type GridName, columnsOf, parseGridId } from '@hocba/shared/grid'
import { cellsMap, readUpdate } from '@hocba/shared/document'
import * as Y from 'yjs'
import { cellRules } from '../../../sync-server/src/gate/gate.ts'
import { sqliteGradebook } from '../../../sync-server/src/store/sqlite/gradebook.ts'
import type { Append } from '../../../sync-server/src/store/port.ts'
import { ownCpuSeconds } from '../measure/cpu.ts'
import { Pen } from './pen.ts'

export const gridId = '2025-6A.TOAN.HK1'
const found = parseGridId(gridId)
if (!found) throw new Error(`${gridId} is no grid`)
export const grid: GridName = found
const students = Array.from({ length: 40 }, (_, index) => `6A-${String(index + 1).padStart(2, '0')}`)
export const rules = cellRules(grid, new Set(students))
const cells = students.flatMap((student) => columnsOf(grid).map((column) => `${student}/${column.id}` as CellKey))

/** A filled grid, and a pen for each of `authors` who share its cells. */
export function filledGrid(authors: number): { readonly doc: Y.Doc; readonly pens: readonly Pen[] } {
  const doc = new Y.Doc()
  for (const cell of cells) if (rules.kindOf(cell) === 'mark') cellsMap(doc).set(cell, 50)
  const filled = [...cellsMap(doc).keys()] as CellKey[]
  const own = (author: number): CellKey[] => filled.filter((_cell, index) => index % authors === author)
  return { doc, pens: Array.from({ length: authors }, (_, author) => new Pen(1_500_000_000 + author, doc, own(author))) }
}

const owner = 'gv.toan'
const context = { rules, bindings: { ownerOf: () => owner }, user: owner }

/** Microseconds of processor time of one edit in the gate, and of the same edit in Yjs. */
export function costOfGate(edits: number): { readonly gate: number; readonly apply: number } {
  const { doc, pens } = filledGrid(200)
  const spent = { gate: 0, apply: 0 }
  const warm = edits / 4
  for (let done = 0; done < warm + edits; done += pens.length) {
    const updates = pens.map((pen) => pen.write((done / pens.length) % 101))
    const start = ownCpuSeconds()
    for (const update of updates) if (!readUpdate(update, doc, context).ok) throw new Error('an honest update was refused')
    const middle = ownCpuSeconds()
    for (const update of updates) Y.applyUpdate(doc, update)
    if (done < warm) continue
    spent.gate += middle - start
    spent.apply += ownCpuSeconds() - middle
  }
  return { gate: (spent.gate * 1e6) / edits, apply: (spent.apply * 1e6) / edits }
}

/** A log row as the room writes it. */
export function rowOf(update: Uint8Array, cell: CellKey, client: number): Append['row'] {
  return {
    grid: grid.id,
    document: 'cells',
    kind: 'edit',
    actor: owner,
    session: '0123456789abcdef0123456789abcdef',
    clients: [client],
    at: '2026-01-10T08:00:00.000+07:00',
    edits: [{ cell, before: 50, after: 60, base: { client, clock: 0 } }],
    update,
    cause: null,
  }
}

/** Microseconds of processor time, and of time, to bring one edit to disk when `group` of them share a commit. */
export async function costOfHistory(group: number, edits: number): Promise<{ readonly cpu: number; readonly time: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'hocba-bench-'))
  const store = sqliteGradebook(join(folder, 'gradebook.sqlite'))
  await store.createGrids([grid.id])
  const [pen] = filledGrid(1).pens
  const head = await store.head(grid.id)
  if (!pen || !head) throw new Error('no grid')
  let next = head.seq
  const expected = (): Append['expect'] => ({ ...head, seq: next++ })
  const batch = (): Append[] =>
    Array.from({ length: group }, () => ({ row: rowOf(pen.write(60), pen.nextCell, pen.client), expect: expected() }))
  await store.append(batch())
  const start = { cpu: ownCpuSeconds(), at: performance.now() }
  for (let done = 0; done < edits; done += group) await store.append(batch())
  const [cpu, time] = [(ownCpuSeconds() - start.cpu) * 1e6, (performance.now() - start.at) * 1e3]
  await store.close()
  await rm(folder, { recursive: true })
  const rounded = Math.ceil(edits / group) * group
  return { cpu: cpu / rounded, time: time / rounded }
}
