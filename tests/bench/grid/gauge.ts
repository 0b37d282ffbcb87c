/** What the measured page tells of itself; times are milliseconds since 1970, so that two windows can be compared. */
export interface Gauge {
  /** The first frame after which a cell that can be written stood on the screen; `undefined` until then. */
  grid?: number
  /** When the network came back. */
  online?: number
  /** From Enter to the frame that shows the new value, a sample an entry. */
  readonly keys: { readonly pressed: number; readonly painted: number }[]
  /** When each expected value was painted that somebody else wrote. */
  readonly arrivals: number[]
  /** Waits for the cell to show something else than now, and notes the frame in `arrivals`. */
  expect(row: string, column: string): void
}

declare global {
  interface Window {
    gauge: Gauge
  }
}

/**
 * Runs in every measured page before anything else, the bare one and ours alike.
 * A value counts as painted in the frame after the one in which the cell shows it, when the earlier one is on the screen.
 */
export function installGauge(): void {
  const now = (): number => performance.timeOrigin + performance.now()
  const cellAt = (row: string, column: string): Element | null => document.querySelector(`[row-id="${row}"] [col-id="${column}"]`)
  const textOf = (cell: Element | null): string | undefined =>
    cell === null || cell.querySelector('input') !== null ? undefined : (cell.textContent ?? '').trim()
  const onceSo = (isSo: () => boolean, run: () => void): void => {
    const look = (): void => {
      if (isSo()) requestAnimationFrame(run)
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }
  const gauge: Gauge = {
    keys: [],
    arrivals: [],
    expect(row, column) {
      const before = textOf(cellAt(row, column))
      onceSo(
        () => ![undefined, before].includes(textOf(cellAt(row, column))),
        () => gauge.arrivals.push(now()),
      )
    },
  }
  window.gauge = gauge
  onceSo(
    () => cellAt('6A-01', 'tx1') !== null,
    () => (gauge.grid = now()),
  )
  window.addEventListener('online', () => (gauge.online = now()))
  window.addEventListener(
    'keydown',
    (event) => {
      const cell = event.key === 'Enter' && event.target instanceof Element ? event.target.closest('[row-id] [col-id]') : null
      const typed = cell?.querySelector('input')?.value
      if (!cell || typed === undefined) return
      const [row, column] = [cell.closest('[row-id]')?.getAttribute('row-id') ?? '', cell.getAttribute('col-id') ?? '']
      const pressed = performance.timeOrigin + event.timeStamp
      onceSo(
        () => textOf(cellAt(row, column)) === typed,
        () => gauge.keys.push({ pressed, painted: now() }),
      )
    },
    { capture: true },
  )
}
