import { type Area, type Spot, holds, sameSpot } from './area.ts'
import type { GridModel } from './model.ts'
import { keepOneStop } from './one-stop.ts'
import type { Selection } from './selection.ts'
import { spotAt } from './sheet.ts'

/** Tells one cell's element whether it is selected, to screen readers too, and which edges of the range it carries. */
export function paintCell(element: Element, spot: Spot | undefined, selection: Selection): void {
  if (!spot) return
  const { area, isRange, active } = selection
  if (spot.column < 0) {
    element.toggleAttribute('data-within', spot.row >= area.top && spot.row <= area.bottom)
    return
  }
  const selected = holds(area, spot)
  write(element, 'aria-selected', String(selected))
  write(element, 'data-edge', selected && isRange ? edgesOf(area, spot.row, spot.column) : '')
  write(element, 'tabindex', sameSpot(spot, active) ? '0' : '-1')
  element.toggleAttribute('data-active', sameSpot(spot, active))
}

export function paintAll(host: HTMLElement, model: GridModel, selection: Selection): void {
  for (const element of host.querySelectorAll('[row-id] [col-id]')) paintCell(element, spotAt(model, element), selection)
  keepOneStop(host, host.querySelector('[row-id] [data-active]'))
  const { left, right } = selection.area
  for (const heading of host.querySelectorAll('[role="columnheader"][col-id]')) {
    const column = model.axis.indexOf(heading.getAttribute('col-id') ?? '')
    heading.toggleAttribute('data-within', column >= left && column <= right)
  }
}

const edgesOf = ({ top, left, bottom, right }: Area, row: number, column: number): string =>
  ['in', row === top && 't', row === bottom && 'b', column === left && 'l', column === right && 'r'].filter(Boolean).join(' ')

function write(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) === value) return
  if (value === '') element.removeAttribute(name)
  else element.setAttribute(name, value)
}
