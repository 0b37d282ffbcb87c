import { useCallback, useSyncExternalStore } from 'react'
import { sizeOf } from './area.ts'
import { useCalm } from './calm.ts'
import { storedCells } from './commands.ts'
import type { GridModel } from './model.ts'
import type { Selection } from './selection.ts'
import { type GridText, useGridText } from './text.ts'
import { useTold } from './use-replica.ts'

/** How much is selected, and the mean of the marks in it; read out once the selection rests. */
export function SelectionStatus({ model, selection }: { readonly model: GridModel; readonly selection: Selection }) {
  const text = useGridText()
  const subscribe = useCallback((listener: () => void) => selection.subscribe(listener), [selection])
  const area = useSyncExternalStore(subscribe, () => JSON.stringify(selection.area))
  useTold(model.replica, (one) => one.waiting.length)
  const words = area === '' ? '' : describeSelection(model, selection, text)
  const calm = useCalm(words, 500)
  return (
    <p className="selection-status">
      <span>{words}</span>
      <span className="visually-hidden" aria-live="polite">
        {calm}
      </span>
    </p>
  )
}

export function describeSelection(model: GridModel, selection: Selection, text: GridText): string {
  if (!selection.isRange) return ''
  const { area } = selection
  const values = storedCells(model, area).map((cell) => model.replica.value(cell))
  const filled = values.filter((value) => value !== null).length
  const marks = model.card.kind === 'scored' || model.card.kind === 'level' ? values.filter((value) => typeof value === 'number') : []
  return [text.selected(sizeOf(area)), text.selectedFilled(filled), ...(marks.length > 0 ? [text.selectedMean(meanOf(marks))] : [])].join(
    ', ',
  )
}

/** Of tenths, to two decimals: a statistic of what is selected, never a mark. */
function meanOf(marks: readonly number[]): string {
  const sum = marks.reduce((total, mark) => total + mark, 0)
  const hundredths = Math.floor((20 * sum + marks.length) / (2 * marks.length))
  return `${Math.trunc(hundredths / 100)},${String(hundredths % 100).padStart(2, '0')}`
}
