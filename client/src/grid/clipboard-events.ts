import { clearArea, copyArea, pasteArea } from './commands.ts'
import { parseTsv, toTsv } from './clipboard.ts'
import { sizeOf } from './area.ts'
import { parseHtml, toHtml } from './html-table.ts'
import type { Block } from './paste.ts'
import type { Sheet } from './sheet.ts'

/** Copy, cut and paste by key or by the browser's menu. An open editor keeps its own. */
export function listenToClipboard(sheet: Sheet): () => void {
  const { host } = sheet
  const onCopy = (event: ClipboardEvent): void => {
    if (copy(sheet, event)) sheet.events.notice({ tone: 'said', text: sheet.text.copied(sizeOf(sheet.selection.area)) })
  }
  const onCut = (event: ClipboardEvent): void => {
    if (copy(sheet, event)) sheet.events.notice(clearArea(sheet.model, sheet.selection.area, sheet.text))
  }
  const onPaste = (event: ClipboardEvent): void => {
    if (!event.clipboardData || !isOnCells(sheet, event)) return
    event.preventDefault()
    const { notice, area } = pasteArea(sheet.model, sheet.selection.area, blockOf(event.clipboardData), sheet.text)
    sheet.selection.select(area)
    sheet.events.notice(notice)
  }
  host.addEventListener('copy', onCopy)
  host.addEventListener('cut', onCut)
  host.addEventListener('paste', onPaste)
  return () => {
    host.removeEventListener('copy', onCopy)
    host.removeEventListener('cut', onCut)
    host.removeEventListener('paste', onPaste)
  }
}

const isOnCells = ({ entry }: Sheet, event: Event): boolean => !entry.isOpen && !(event.target instanceof HTMLInputElement)

/** Both forms: a spreadsheet takes the table, an editor of text the tabs. */
function copy(sheet: Sheet, event: ClipboardEvent): boolean {
  if (!event.clipboardData || !isOnCells(sheet, event)) return false
  event.preventDefault()
  const block = copyArea(sheet.model, sheet.selection.area)
  event.clipboardData.setData('text/plain', toTsv(block))
  event.clipboardData.setData('text/html', toHtml(block))
  return true
}

/** Text first: spreadsheets put there what their cells show. The table serves for what is copied from a page without tabs. */
function blockOf(clipboard: DataTransfer): Block {
  const plain = clipboard.getData('text/plain')
  const html = clipboard.getData('text/html')
  if (plain.includes('\t') || html === '') return parseTsv(plain)
  const table = parseHtml(html)
  return table.length > 0 ? table : parseTsv(plain)
}
