import { type Actor, decide } from '@hocba/shared/access'
import { type FaultCode, type Result, err, faults, ok } from '@hocba/shared/core'
import { type ClientBindings, type CellRules, type RemarkEdit, readRemarkUpdate, readUpdate } from '@hocba/shared/document'
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

export type RemarkJudgement =
  | { readonly news: false }
  | { readonly news: true; readonly remarks: readonly RemarkEdit[]; readonly clients: readonly number[] }

/** What a grid permits: its cells, and whose remarks it has. */
export interface GridRules extends CellRules {
  readonly students: ReadonlySet<string>
}

export interface Judged {
  readonly grid: GridName
  readonly state: GridState
  /** Document plus queue. */
  readonly doc: Doc
  readonly rules: GridRules
  /** Of this document: the same client id may belong to somebody else in the other one. */
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

/** The same for an update of the remarks: who may write the grid may write its remarks, lock and freeze hold for both. */
export function judgeRemarks(
  update: Uint8Array,
  actor: Actor,
  { doc, rules, bindings, grid, state }: Judged,
): Result<RemarkJudgement, Refusal> {
  const read = readRemarkUpdate(update, doc, { students: rules.students, bindings, user: actor.id })
  if (!read.ok) return err(refusal(read.error.code, read.error.cells))
  const { news, remarks, clients } = read.value
  if (!news) return ok({ news })
  const decision = decide(actor, 'grid.write', { grid, state })
  if (!decision.ok)
    return err(
      refusal(
        decision.error,
        remarks.map(({ student }) => student),
      ),
    )
  return ok({ news, remarks, clients })
}

/** The permitted cells of a grid: its columns × the students of the class; its remarks: one a student. */
export function cellRules(grid: GridName, students: ReadonlySet<string>): GridRules {
  const kinds = new Map<string, ReturnType<CellRules['kindOf']>>(columnsOf(grid).map((column) => [column.id, column.value]))
  return {
    students,
    kindOf(key) {
      const cell = parseCellKey(key)
      return cell && students.has(cell.student) ? kinds.get(cell.column) : undefined
    },
  }
}
