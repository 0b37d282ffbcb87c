import { cellKey } from '@hocba/shared/grid'
import { type Place, clearCell, columnAt, copyCell, pasteAt, takeBack } from './commands.ts'
import type { GridModel } from './model.ts'
import type { GridEvents } from './mount.ts'
import type { GridText } from './text.ts'

interface KeyPlace extends GridEvents {
  readonly place: () => Place | null
  readonly editing: () => boolean
}

/**
 * The page's own keys, before AG Grid sees them: its events are asynchronous, so a command after a fast key would act
 * on the cell of a moment ago.
 */
export function listenToKeys(host: HTMLElement, model: GridModel, text: GridText, grid: KeyPlace): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (grid.editing() || event.isComposing) return
    const command = commandOf(event, model, text, grid)
    if (!command) return
    event.preventDefault()
    event.stopPropagation()
    command()
  }
  const onCopy = (event: ClipboardEvent): void => {
    const place = grid.place()
    if (!place || grid.editing()) return
    event.clipboardData?.setData('text/plain', copyCell(model, place))
    event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent): void => {
    const place = grid.place()
    if (!place || grid.editing()) return
    event.preventDefault()
    grid.notice(pasteAt(model, place, event.clipboardData?.getData('text/plain') ?? '', text))
  }
  host.addEventListener('keydown', onKey, { capture: true })
  host.addEventListener('copy', onCopy)
  host.addEventListener('paste', onPaste)
  return () => {
    host.removeEventListener('keydown', onKey, { capture: true })
    host.removeEventListener('copy', onCopy)
    host.removeEventListener('paste', onPaste)
  }
}

function commandOf(event: KeyboardEvent, model: GridModel, text: GridText, grid: KeyPlace): (() => void) | undefined {
  const place = grid.place()
  const key = event.key.toLowerCase()
  if (event.ctrlKey || event.metaKey) return controlCommand(key, event.shiftKey, place, model, text, grid)
  if (!place || event.altKey) return undefined
  if (key === 'delete' || key === 'backspace') return () => grid.notice(clearCell(model, place, text))
  if (model.computed.some((id) => id === place.column) && (key === 'f2' || key === 'enter')) return () => grid.detail(place)
  if (startsEntry(event) && columnAt(model, place) && !model.writable) {
    const column = place.column as Parameters<typeof cellKey>[1]
    return () => grid.refused(cellKey(place.student, column), text.readOnlyCell)
  }
  return undefined
}

function controlCommand(key: string, shift: boolean, place: Place | null, model: GridModel, text: GridText, grid: KeyPlace) {
  const take = (which: 'undo' | 'redo') => (): void => {
    const notice = takeBack(model, which, text)
    if (notice) grid.notice(notice)
  }
  if (key === 'z') return take(shift ? 'redo' : 'undo')
  if (key === 'y') return take('redo')
  if (key === 'h' && shift && place) return () => grid.detail(place)
  return undefined
}

const startsEntry = (event: KeyboardEvent): boolean => event.key.length === 1 || event.key === 'F2'
