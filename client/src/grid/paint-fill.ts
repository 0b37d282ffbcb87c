import { type Area, holds } from './area.ts'
import { type Sheet, spotAt } from './sheet.ts'

/** While the fill handle is dragged: the cells it would write. */
export function paintFill({ host, model, selection }: Sheet, area: Area | undefined): void {
  for (const element of host.querySelectorAll('[row-id] [col-id]')) {
    const spot = spotAt(model, element)
    if (spot) element.toggleAttribute('data-fill', area !== undefined && holds(area, spot) && !holds(selection.area, spot))
  }
}
