import { useEffect, useState } from 'react'
import { type CellKey, formatCell, parseCellKey } from '@hocba/shared/grid'
import { useCalm } from './calm.ts'
import { columnAt, nameCell } from './commands.ts'
import type { GridModel } from './model.ts'
import { type GridText, useGridText } from './text.ts'
import { useStatus } from './use-replica.ts'

/** What others change is gathered for so long before it is read out, in milliseconds. */
const gathering = 2_000

/** The save status is read out when it has stood this long: not at every key. */
const resting = 1_500

/** For who cannot see the cells change: what arrives from elsewhere, and how saving goes. Never more than a sentence in two seconds. */
export function LiveRegion({ model }: { readonly model: GridModel }) {
  const text = useGridText()
  const { state, pending, refused } = useStatus(model.replica)
  const status = useCalm(text.status[state](state === 'refused' ? refused.length : pending), resting)
  const remote = useRemoteWords(model, text)
  return (
    <div className="visually-hidden">
      <p aria-live="polite" data-live="status">
        {status}
      </p>
      <p aria-live="polite" data-live="remote">
        {remote}
      </p>
    </div>
  )
}

function useRemoteWords(model: GridModel, text: GridText): string {
  const [words, setWords] = useState('')
  useEffect(() => {
    const gathered = new Set<CellKey>()
    let timer: ReturnType<typeof setTimeout> | undefined
    // What the server sends first is what stands there, not what somebody has just changed.
    let hasOpened = model.replica.status.online
    const stopLooking = model.replica.subscribe(() => (hasOpened ||= model.replica.status.online))
    const say = (): void => {
      timer = undefined
      setWords(remoteWords(model, gathered, text))
      gathered.clear()
    }
    const stop = model.replica.onCells((cells, remote) => {
      if (!remote || !hasOpened) return
      for (const cell of cells) gathered.add(cell)
      timer ??= setTimeout(say, gathering)
    })
    return () => {
      clearTimeout(timer)
      stopLooking()
      stop()
    }
  }, [model, text])
  return words
}

function remoteWords(model: GridModel, cells: ReadonlySet<CellKey>, text: GridText): string {
  const [cell] = cells
  const place = cell === undefined ? undefined : parseCellKey(cell)
  const column = place && columnAt(model, place)
  if (cells.size !== 1 || cell === undefined || !column) return text.remoteMany(cells.size)
  return text.remoteOne(nameCell(model, cell), formatCell(column.value, model.replica.value(cell)))
}
