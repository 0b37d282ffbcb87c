import { type CellKey, type CellValue, cellKey, formatCell } from '@hocba/shared/grid'
import type { GridModel } from '../grid/model.ts'
import { useGridText } from '../grid/text.ts'

interface StandingTableProps {
  readonly model: GridModel
  readonly cells: ReadonlyMap<CellKey, CellValue>
  /** What the entry shown has just written. */
  readonly changed: ReadonlySet<CellKey>
  readonly caption: string
}

/** A plain table: read, not written. */
export function StandingTable({ model, cells, changed, caption }: StandingTableProps) {
  const text = useGridText()
  return (
    <div className="standing" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.number}</th>
            <th scope="col">{text.student}</th>
            {model.columns.map((column) => (
              <th key={column.id} scope="col">
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {model.card.students.map((student, index) => (
            <tr key={student.id}>
              <td>{index + 1}</td>
              <th scope="row">{student.name}</th>
              {model.columns.map((column) => {
                const cell = cellKey(student.id, column.id)
                return (
                  <td key={column.id} data-cell={cell} className={changed.has(cell) ? 'changed' : undefined}>
                    {formatCell(column.value, cells.get(cell) ?? null)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
