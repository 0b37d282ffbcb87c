import { type Area, type Spot, areaOf, bottomRight, holds, sameSpot, spotsOf, topLeft } from './area.ts'

export interface Extent {
  readonly rows: number
  readonly columns: number
}

/**
 * Which cells are selected, and which of them is the active one (it has the keyboard and takes what is typed).
 * Own and synchronous: AG Grid's focus events come a moment later, when the next key may be here already.
 */
export class Selection {
  readonly extent: Extent
  readonly #listeners = new Set<() => void>()
  #anchor: Spot
  #head: Spot
  #active: Spot
  /** The column in which a run of Tabs began: Enter goes back to it, a row further down. */
  #runStart: number | null = null
  /** Tab or Enter moved the active cell within the range: the next Shift starts from there. */
  #cycled = false
  #mayLeave = false

  constructor(extent: Extent, start: Spot) {
    this.extent = extent
    this.#anchor = this.#head = this.#active = start
  }

  get active(): Spot {
    return this.#active
  }

  /** The corner that Shift moves. */
  get head(): Spot {
    return this.#head
  }

  get area(): Area {
    return areaOf(this.#anchor, this.#head)
  }

  get isRange(): boolean {
    return !sameSpot(this.#anchor, this.#head)
  }

  /** Escape was pressed and nothing since: Tab leaves the grid. */
  get mayLeave(): boolean {
    return this.#mayLeave
  }

  letGo(): void {
    this.#mayLeave = true
  }

  /** The keyboard came (back) into the grid. */
  stay(): void {
    this.#mayLeave = false
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  place(spot: Spot): void {
    this.#runStart = null
    this.#set(spot, spot, spot)
  }

  /** Shift with a key, a click or a drag. */
  extend(to: Spot): void {
    this.#runStart = null
    this.#set(this.#cycled ? this.#active : this.#anchor, to, this.#active)
  }

  /** A whole row, column or everything; the active cell stays where it is if it is inside. */
  select(area: Area, active: Spot = this.#active): void {
    this.#runStart = null
    this.#set(topLeft(area), bottomRight(area), holds(area, active) ? active : topLeft(area))
  }

  /** Tab: through a range if there is one, else along the row and on to the next. `false` at the end of the grid. */
  tab(direction: 1 | -1, first: number): boolean {
    if (this.isRange) return this.#cycle(direction, 'across')
    const { row, column } = this.#active
    const next = column + direction
    const inside = direction === 1 ? next < this.extent.columns : next >= first
    const to = inside ? { row, column: next } : { row: row + direction, column: direction === 1 ? first : this.extent.columns - 1 }
    if (to.row < 0 || to.row >= this.extent.rows) return false
    const start = inside ? (this.#runStart ?? column) : first
    this.#set(to, to, to)
    this.#runStart = direction === 1 ? start : null
    return true
  }

  /** Enter: through a range if there is one, else down, and back to where a run of Tabs began. */
  enter(direction: 1 | -1): void {
    if (this.isRange) {
      this.#cycle(direction, 'down')
      return
    }
    const row = Math.max(0, Math.min(this.extent.rows - 1, this.#active.row + direction))
    const column = direction === 1 ? (this.#runStart ?? this.#active.column) : this.#active.column
    this.place({ row, column })
  }

  #cycle(direction: 1 | -1, way: 'across' | 'down'): true {
    const spots = way === 'across' ? spotsOf(this.area) : downwards(this.area)
    const at = spots.findIndex((spot) => sameSpot(spot, this.#active))
    const next = spots[(at + direction + spots.length) % spots.length]
    if (next) this.#set(this.#anchor, this.#head, next)
    this.#cycled = true
    return true
  }

  #set(anchor: Spot, head: Spot, active: Spot): void {
    this.#anchor = anchor
    this.#head = head
    this.#active = active
    this.#cycled = false
    this.#mayLeave = false
    for (const listener of this.#listeners) listener()
  }
}

const downwards = (area: Area): readonly Spot[] => spotsOf(area).toSorted((a, b) => a.column - b.column || a.row - b.row)
