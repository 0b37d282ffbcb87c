import { cellKey } from '@hocba/shared/grid'
import { CellHistory } from '../history/cell-history.tsx'
import { CellPopover } from './cell-popover.tsx'
import { type Notice, type Place, columnAt, nameCell, nameStudent } from './commands.ts'
import type { GridModel } from './model.ts'
import { useGridText } from './text.ts'

interface CellDetailProps {
  readonly model: GridModel
  readonly place: Place
  readonly rect: DOMRect
  readonly onClose: () => void
  readonly onNotice: (notice: Notice) => void
}

/** The history of a stored cell, or how a computed one came about. */
export function CellDetail({ model, place, rect, onClose, onNotice }: CellDetailProps) {
  const text = useGridText()
  const column = columnAt(model, place)
  const computed = model.computed.find((id) => id === place.column)
  if (column) {
    const cell = cellKey(place.student, column.id)
    return (
      <CellPopover title={`${text.history}: ${nameCell(model, cell)}`} rect={rect} onClose={onClose}>
        <CellHistory model={model} cell={cell} column={column} onKept={(value) => onNotice({ tone: 'said', text: text.keptNow(value) })} />
      </CellPopover>
    )
  }
  if (!computed) return null
  const { rule, steps } = model.explain(place.student, computed)
  return (
    <CellPopover title={`${text.explain}: ${nameStudent(model, place.student)}`} rect={rect} onClose={onClose}>
      <ol className="steps">
        {steps.map((step, index) => (
          <li key={index}>{step}</li>
        ))}
      </ol>
      <small>{rule}</small>
    </CellPopover>
  )
}
