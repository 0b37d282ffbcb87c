import { cellKey } from '@hocba/shared/grid'
import { bottomRight, topLeft } from './area.ts'
import { type Place, columnAt } from './commands.ts'
import type { GridModel } from './model.ts'
import type { Selection } from './selection.ts'
import { placeAt } from './sheet.ts'

const pause = 80

/** Tells the others where this user is: at once, and while a selection is dragged not more often than they can see. */
export function pointOut(model: GridModel, selection: Selection): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let due = false
  const tell = (): void => {
    due = false
    const place = placeAt(model, selection.active)
    const column = columnAt(model, place)
    const corners = [topLeft(selection.area), bottomRight(selection.area)].map((spot) => nameOf(placeAt(model, spot)))
    model.replica.point(column ? cellKey(place.student, column.id) : null, selection.isRange ? [corners[0] ?? '', corners[1] ?? ''] : null)
    timer = setTimeout(() => {
      timer = undefined
      if (due) tell()
    }, pause)
  }
  const stop = selection.subscribe(() => {
    due = true
    if (timer === undefined) tell()
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}

const nameOf = ({ student, column }: Place): string => `${student}/${column}`
