import { type CellValue, type Column, parseCell } from '@hocba/shared/grid'
import { type Result, err, parseTenths } from '@hocba/shared/core'
import type { GridText } from './text.ts'

/** What a typed or pasted text means in a column, or the sentence that says why it means nothing there. Nothing is guessed. */
export function readEntry(column: Pick<Column, 'value'>, typed: string, text: GridText): Result<CellValue, string> {
  const parsed = parseCell(column, typed)
  if (parsed.ok) return parsed
  return err(
    [text.invalid(typed.trim()), hint(column, typed.trim(), text), text.expected[column.value]].filter((part) => part !== '').join(' '),
  )
}

/** `85` may be a forgotten comma, `08/05` a mark that Excel took for a day, `8,5` no test of primary school: named, never corrected. */
function hint(column: Pick<Column, 'value'>, typed: string, text: GridText): string {
  if (column.value !== 'mark' && column.value !== 'test') return ''
  if (column.value === 'test' && parseTenths(typed).ok) return text.whole
  if (column.value === 'mark' && /^[1-9]\d$/.test(typed)) return text.mean(`${typed[0]},${typed[1]}`)
  if (/^\d{1,4}[/-]\d{1,2}([/-]\d{1,4})?$|^\d{1,2}[-\s](th|thg|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(typed))
    return text.date
  return ''
}
