import type { WorkbookCell } from '@hocba/shared/workbook'

/** A date cell of Excel, or a text `dd/mm/yyyy` (also with - or .) or `yyyy-mm-dd`; `undefined` for anything else, also for 31/02. */
export function readBirthDate(cell: WorkbookCell): string | undefined {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? undefined : cell.toISOString().slice(0, 10)
  if (typeof cell !== 'string') return undefined
  const vietnamese = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(cell)
  if (vietnamese) return realDate(vietnamese[3], vietnamese[2], vietnamese[1])
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(cell)
  return iso ? realDate(iso[1], iso[2], iso[3]) : undefined
}

function realDate(year = '', month = '', day = ''): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined
}
