import { type Actor, decide } from '@hocba/shared/access'
import { type FaultCode, type Result, err, faults, ok } from '@hocba/shared/core'
import { type ClientBindings, type CellRules, hasRemarkNews, readUpdate } from '@hocba/shared/document'
import { type Edit, type GridName, type GridState, columnsOf, parseCellKey } from '@hocba/shared/grid'
import type { Doc } from 'yjs'

/** Why nothing was changed, in the words of the wire. */
export interface Refusal {
  readonly code: FaultCode
  readonly cells: readonly string[]
  readonly message: string
}

export type Judgement =
  | { readonly news: false }
  | { readonly news: true; readonly edits: readonly Edit[]; readonly clients: readonly number[] }

export interface Judged {
  readonly grid: GridName
  readonly state: GridState
  /** Document plus queue. */
  readonly doc: Doc
  readonly rules: CellRules
  readonly bindings: ClientBindings
}

export const refusal = (code: FaultCode, cells: readonly string[] = []): Refusal => ({ code, cells, message: faults[code].vi })

/** What an update means and whether this person may do it now. Touches nothing. */
export function judge(update: Uint8Array, actor: Actor, judged: Judged): Result<Judgement, Refusal> {
  const read = readUpdate(update, judged.doc, { rules: judged.rules, bindings: judged.bindings, user: actor.id })
  if (!read.ok) return err(refusal(read.error.code, read.error.cells))
  if (!read.value.news) return ok({ news: false })
  const decision = decide(actor, 'grid.write', { grid: judged.grid, state: judged.state })
  if (!decision.ok) return err(refusal(decision.error, read.value.keys))
  return ok({ news: true, edits: read.value.edits, clients: read.value.clients })
}

/** Remarks are read-only: an update with news is refused, one without is harmless. */
export function judgeRemarks(update: Uint8Array, doc: Doc): Result<Judgement, Refusal> {
  const news = hasRemarkNews(update, doc)
  if (!news.ok) return err(refusal(news.error.code))
  return news.value ? err(refusal('forbidden')) : ok({ news: false })
}

/** The permitted cells of a grid: its columns × the students of the class. */
export function cellRules(grid: GridName, students: ReadonlySet<string>): CellRules {
  const kinds = new Map<string, ReturnType<CellRules['kindOf']>>(columnsOf(grid).map((column) => [column.id, column.value]))
  return {
    kindOf(key) {
      const cell = parseCellKey(key)
      return cell && students.has(cell.student) ? kinds.get(cell.column) : undefined
    },
  }
}
