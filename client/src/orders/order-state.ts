import type { GridLine, Order } from '../app/answers.ts'

export const isExpired = (order: Order, now: number): boolean => order.until !== undefined && Date.parse(order.until) < now

export const concernsTranscripts = (order: Order): boolean => order.action === 'issue' || order.action === 'revoke'

type GridStep = 'lock' | 'unlock' | 'freeze'

export const isGridStep = (action: string): action is GridStep => action === 'lock' || action === 'unlock' || action === 'freeze'

/** The grids an order names, itself or by class, term and year. */
export function gridsOf({ scope }: Order, grids: readonly GridLine[]): readonly GridLine[] {
  if ('grids' in scope) return grids.filter((grid) => scope.grids.includes(grid.id))
  if ('transcripts' in scope || 'entries' in scope) return []
  return grids.filter(
    (grid) => matches(scope.class, grid.className) && matches(scope.term, grid.term) && matches(scope.year, grid.id.slice(0, 4)),
  )
}

const matches = (wanted: string | undefined, is: string): boolean => wanted === undefined || wanted.slice(0, is.length) === is

/** The grids on which executing the order would still change something. */
export function pendingGrids(order: Order, grids: readonly GridLine[]): readonly GridLine[] {
  const { action } = order
  if (!isGridStep(action)) return []
  return gridsOf(order, grids).filter((grid) => !order.executed.includes(grid.id) && !useless[action].includes(grid.state))
}

/** Whether work is left: for transcripts one order serves the whole class, so it stays usable until it expires. */
export const isOpenOrder = (order: Order, grids: readonly GridLine[], now: number): boolean =>
  !isExpired(order, now) && (concernsTranscripts(order) || pendingGrids(order, grids).length > 0)

/** The grids a form's scope would name; empty text means all. */
export function gridsInScope(grids: readonly GridLine[], scope: { readonly class: string; readonly term: string }): readonly GridLine[] {
  return grids.filter((grid) => (scope.class === '' || grid.className === scope.class) && (scope.term === '' || grid.term === scope.term))
}

/** States in which the step changes nothing (window machine: frozen is left only by an amendment). */
const useless: Readonly<Record<GridStep, readonly GridLine['state'][]>> = {
  lock: ['locked', 'frozen'],
  unlock: ['open', 'frozen'],
  freeze: ['frozen'],
}
