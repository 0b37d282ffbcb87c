export { type AmendmentDraft, draftOf } from './draft.ts'
export { type Need, type Outcome, Outbox, type Refusal } from './outbox.ts'
export {
  type CellIntent,
  type OutboxRow,
  type RemarkIntent,
  type RemarkRow,
  type Row,
  type RowId,
  type RowState,
  byId,
  isRefused,
  nextOrder,
  rowId,
} from './row.ts'
export { type Verdict, closesGrid, verdictOf } from './verdict.ts'
