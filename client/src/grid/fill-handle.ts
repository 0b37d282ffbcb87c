import { type Area, type Spot, bottomRight } from './area.ts'
import { fillArea } from './commands.ts'
import { paintFill } from './paint-fill.ts'
import { type Sheet, elementAt, spotAt } from './sheet.ts'

/**
 * The small square at the corner of the selection: dragging it fills the cells it passes.
 * For the mouse only (Ctrl+D and Ctrl+R do the same); a click that does not drag goes to the cell underneath.
 */
export function mountFillHandle(sheet: Sheet): { readonly place: () => void; readonly remove: () => void } {
  const { host, selection } = sheet
  const handle = document.createElement('div')
  handle.className = 'fill-handle'
  handle.setAttribute('aria-hidden', 'true')
  host.append(handle)
  const place = (): void => placeHandle(sheet, handle)
  const onPress = (event: MouseEvent): void => {
    if (event.button !== 0) return
    event.preventDefault()
    event.stopPropagation()
    follow(sheet, handle, event)
  }
  handle.addEventListener('mousedown', onPress)
  host.addEventListener('scroll', place, { capture: true })
  const seen = new ResizeObserver(place)
  seen.observe(host)
  const stop = selection.subscribe(place)
  return {
    place,
    remove() {
      stop()
      seen.disconnect()
      host.removeEventListener('scroll', place, { capture: true })
      handle.remove()
    },
  }
}

/** Hidden where the corner is out of sight, and where nothing can be written anyway. */
function placeHandle(sheet: Sheet, handle: HTMLElement): void {
  const { host, selection, model, entry } = sheet
  const corner = bottomRight(selection.area)
  const cell = elementAt(sheet, corner)?.getBoundingClientRect()
  const frame = host.getBoundingClientRect()
  const header = host.querySelector('.ag-header')?.getBoundingClientRect().bottom ?? frame.top
  const pinned =
    corner.column === 0 ? frame.left : (host.querySelector('[row-id] [col-id="name"]')?.getBoundingClientRect().right ?? frame.left)
  const visible = cell && cell.bottom > header && cell.bottom < frame.bottom && cell.right > pinned && cell.right <= frame.right
  handle.hidden = !visible || !model.writable || entry.isOpen
  if (!visible) return
  handle.style.transform = `translate(${cell.right - frame.left}px, ${cell.bottom - frame.top}px)`
}

function follow(sheet: Sheet, handle: HTMLElement, start: MouseEvent): void {
  const { selection, model, events, text } = sheet
  const source = selection.area
  let target: Area | undefined
  const onMove = (event: MouseEvent): void => {
    handle.style.pointerEvents = 'none'
    const spot = spotAt(model, document.elementFromPoint(event.clientX, event.clientY))
    if (spot && spot.column >= 0) target = extended(source, spot)
    paintFill(sheet, target)
  }
  const onDrop = (): void => {
    document.removeEventListener('mousemove', onMove)
    document.removeEventListener('mouseup', onDrop)
    handle.style.pointerEvents = ''
    paintFill(sheet, undefined)
    if (!target) return clickUnder(sheet, handle, start)
    events.notice(fillArea(model, source, target, text))
    selection.select(target)
    sheet.focus()
  }
  document.addEventListener('mousemove', onMove)
  document.addEventListener('mouseup', onDrop)
}

function clickUnder(sheet: Sheet, handle: HTMLElement, { clientX, clientY }: MouseEvent): void {
  handle.style.pointerEvents = 'none'
  const spot = spotAt(sheet.model, document.elementFromPoint(clientX, clientY))
  handle.style.pointerEvents = ''
  if (!spot || spot.column < 0) return
  sheet.selection.place(spot)
  sheet.focus()
}

/** In one direction only, as in a spreadsheet: the one in which the mouse went further. */
function extended(source: Area, { row, column }: Spot): Area | undefined {
  const down = row > source.bottom ? row - source.bottom : Math.min(0, row - source.top)
  const across = column > source.right ? column - source.right : Math.min(0, column - source.left)
  if (down === 0 && across === 0) return undefined
  if (Math.abs(down) >= Math.abs(across)) return { ...source, top: Math.min(source.top, row), bottom: Math.max(source.bottom, row) }
  return { ...source, left: Math.min(source.left, column), right: Math.max(source.right, column) }
}
