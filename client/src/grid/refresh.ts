import type { GridApi } from 'ag-grid-community'
import { type CellKey, parseCellKey } from '@hocba/shared/grid'
import type { StudentRow } from './columns.ts'
import { describeVisible } from './describe.ts'
import type { GridModel } from './model.ts'
import type { GridText } from './text.ts'

export interface Shown {
  readonly api: GridApi<StudentRow>
  readonly host: HTMLElement
  readonly model: GridModel
  readonly text: GridText
}

/** The cells that changed and the averages over them, nothing else. */
export function refreshCells({ api, host, model, text }: Shown, cells: ReadonlySet<CellKey>): void {
  const students = new Set<string>()
  const columns = new Set<string>(model.computed)
  for (const cell of cells) {
    const place = parseCellKey(cell)
    if (!place) continue
    students.add(place.student)
    columns.add(place.column)
  }
  const rowNodes = [...students].flatMap((id) => api.getRowNode(id) ?? [])
  if (rowNodes.length === 0) return
  api.refreshCells({ rowNodes, columns: [...columns], force: true })
  describeVisible(host, model, text, students)
}

/** Unsent and refused cells carry a sign that goes when the acknowledgement comes: their cells, when their number changes. */
export function refreshSigns(shown: Shown): () => void {
  let before = signedCells(shown.model)
  return () => {
    const now = signedCells(shown.model)
    const changed = new Set([...before, ...now].filter((cell) => before.has(cell) !== now.has(cell)))
    before = now
    if (changed.size > 0) refreshCells(shown, changed)
  }
}

const signedCells = ({ replica }: GridModel): ReadonlySet<CellKey> =>
  new Set([...replica.waiting, ...replica.status.refused].flatMap((row) => row.cells.map((intent) => intent.cell)))
