import type { Transitions } from '../core/machine.ts'
import type { SigningRole } from './role.ts'

export type JobKind = 'grid' | 'transcript' | 'minutes'

/** `waiting` for the roles before it; `due`; `leased` by the agent for a batch; `lapsed` when its snapshot was superseded. */
export type JobState = 'waiting' | 'due' | 'leased' | 'done' | 'lapsed'

export type JobEvent = 'ready' | 'lease' | 'release' | 'sign' | 'lapse'

export const jobMachine: Transitions<JobState, JobEvent> = {
  waiting: { ready: 'due', lapse: 'lapsed' },
  due: { lease: 'leased', lapse: 'lapsed' },
  leased: { release: 'due', sign: 'done', lapse: 'lapsed' },
  done: {},
  lapsed: {},
}

/** One role's signature on the XML and the PDF of one snapshot version. */
export interface SigningJob {
  readonly id: string
  readonly kind: JobKind
  /** Grid id or transcript id. */
  readonly subject: string
  readonly version: number
  readonly role: SigningRole
  /** Position among the snapshot's signers. */
  readonly position: number
  readonly person: string
  /** SHA-256 of the snapshot's canonical JSON, lower-case hex. */
  readonly digest: string
  readonly state: JobState
}
