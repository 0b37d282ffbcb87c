import { sameSpot } from './area.ts'
import { type Sheet, spotAt } from './sheet.ts'

/**
 * The grid is one stop of the Tab key: whoever comes in from elsewhere lands on the active cell.
 * Focus that moves inside by other means (a screen reader's own cursor) takes the selection with it.
 */
export function followFocus(sheet: Sheet): () => void {
  const { host, model, selection, entry } = sheet
  const takeBack = (): void => {
    const spot = spotAt(model, document.activeElement)
    if (spot && host.contains(document.activeElement) && !sameSpot(spot, selection.active)) sheet.focus()
  }
  const onFocus = ({ target, relatedTarget }: FocusEvent): void => {
    if (!(target instanceof Element) || entry.isOpen) return
    const cameFromOutside = !(relatedTarget instanceof Element && host.contains(relatedTarget) && spotAt(model, relatedTarget))
    if (cameFromOutside) selection.stay()
    if (target.role === 'row') return sheet.focus() // AG Grid makes each row a stop of its own
    const spot = spotAt(model, target)
    if (!spot || sameSpot(spot, selection.active)) return
    if (cameFromOutside) setTimeout(takeBack) // AG Grid is about to give the keyboard to its own idea of a first or last cell
    if (cameFromOutside || spot.column < 0) return sheet.focus()
    selection.place(spot)
  }
  host.addEventListener('focusin', onFocus)
  return () => host.removeEventListener('focusin', onFocus)
}
