import { formatCell } from '@hocba/shared/grid'
import type { GridMarks } from './primary-term.tsx'

/** What the homeroom teacher keeps, in a line: conduct where there is one, and absences. */
export function Homeroom({ grid }: { readonly grid: GridMarks }) {
  return (
    <dl className="row">
      {grid.columns.map((column) => (
        <div key={column.id} className="row">
          <dt className="hint">{column.name}</dt>
          <dd>
            <strong>{formatCell(column.value, grid.values[column.id] ?? null) || '–'}</strong>
          </dd>
        </div>
      ))}
    </dl>
  )
}
