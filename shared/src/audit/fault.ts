/** Every check of an export, in the order in which they are told; shared/docs/AUDIT.md says what each means. */
export const auditChecks = [
  'line.chain',
  'line.json',
  'line.shape',
  'line.end',
  'head.origin',
  'head.event',
  'head.line',
  'actor.name',
  'checkpoint.note',
  'checkpoint.root',
  'checkpoint.none',
  'entry.index',
  'entry.commitment',
  'entry.body',
  'entry.erased',
  'erase.event',
  'tree.root',
  'grid.order',
  'grid.window',
  'grid.before',
  'grid.values',
  'order.given',
  'order.record',
  'amendment.parties',
  'amendment.record',
  'snapshot.missing',
  'snapshot.digest',
  'snapshot.content',
  'snapshot.values',
  'sign.event',
  'transcript.event',
  'transcript.record',
  'transcript.values',
  'file.digest',
  'file.event',
  'file.content',
  'register.state',
] as const

export type AuditCheck = (typeof auditChecks)[number]

/** Where a fault is: a line of the file, 0 for what was given beside it. */
export interface AuditPlace {
  readonly line: number
  readonly entry?: number
  readonly grid?: string
  /** A cell, or a student where a remark is meant. */
  readonly cell?: string
  /** Which of the notes given beside the file, from 0. */
  readonly note?: number
}

/** The first fault; nothing is read after it. */
export class AuditFault extends Error {
  readonly check: AuditCheck
  readonly place: AuditPlace

  /** `detail`: what was found, in a few words. */
  constructor(check: AuditCheck, place: AuditPlace, detail = '') {
    super(detail)
    this.name = 'AuditFault'
    this.check = check
    this.place = place
  }
}
