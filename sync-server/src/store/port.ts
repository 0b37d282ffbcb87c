import type { Amendment } from '@hocba/shared/amendment'
import type { Json } from '@hocba/shared/core'
import type { CellKey, CellValue, GridId, GridState, ItemId } from '@hocba/shared/grid'
import type { RegisterState, TranscriptState } from '@hocba/shared/issue'
import type { EventKind, GridKind } from '@hocba/shared/log'
import type { Assignment, Person, School, SchoolClass, Student } from '@hocba/shared/school'
import type { Attestation } from '@hocba/shared/snapshot'
import type { JobKind, JobState, SigningJob } from '@hocba/shared/signing'

/**
 * Three independent stores (001 art. 4.1a): no query crosses them, an outage of one leaves the others readable.
 * A driver implements these interfaces; the contract suite in tests/contract/ is the specification of each.
 */
export interface Stores {
  readonly directory: DirectoryStore
  readonly gradebook: GradebookStore
  readonly transcripts: TranscriptStore
  close(): Promise<void>
}

// ---------------------------------------------------------------- directory: school, people, classes, assignments

export interface SchoolRecord {
  readonly school: School
  /** `2025` */
  readonly year: string
  readonly demo: boolean
  readonly classes: readonly SchoolClass[]
  readonly students: readonly Student[]
  readonly people: readonly Person[]
  readonly assignments: readonly Assignment[]
}

export interface SessionRecord {
  /** SHA-256 of the token; the token itself is never stored. */
  readonly tokenHash: string
  readonly id: string
  readonly user: string
  readonly createdAt: string
  readonly expiresAt: string
  /** Browser and system as the person would name them; empty for a program. */
  readonly device?: string
}

/** A person's phrases for remarks as one text. */
export interface PhrasesRecord {
  readonly text: string
  /** Grows by one with each writing. */
  readonly revision: number
  readonly at: string
  /** A text that the last writer had not seen and wrote over. */
  readonly replaced?: string
}

/** What proves an account beside its password. */
export interface CredentialRecord {
  readonly user: string
  /** The password was given by somebody else and must be changed first. */
  readonly oneTime?: true
  /** RFC 6238; `lastStep` is the last step of time whose code was used. */
  readonly totp?: { readonly secret: string; readonly lastStep: number }
  /** A secret of which no code has been shown yet. */
  readonly pending?: string
  /** SHA-256 of the recovery codes that are left. */
  readonly recovery?: readonly string[]
  /** Who has asked for the second factor to be reset. */
  readonly reset?: { readonly by: string; readonly at: string }
}

/** A look into records of students: a projection of the `read` events of the log, for the access report. */
export interface ReadNote {
  readonly record: string
  readonly at: string
  readonly user: string
  readonly session: string
}

/** A signing agent on its holder's own computer. */
export interface AgentRecord {
  readonly id: string
  readonly user: string
  readonly name: string
  readonly tokenHash: string
  readonly pairedAt: string
  readonly revokedAt: string | null
}

/** Why somebody may sign in a role: decision of appointment or assignment, or the authority's approval of the organisation's certificate (001 art. 6, 21.8). */
export interface LegalBasis {
  readonly kind: 'appointment' | 'assignment' | 'approval'
  readonly number: string
  /** `2025-08-15` */
  readonly date: string
  /** The last day. */
  readonly until?: string
}

export interface Approval {
  readonly by: string
  readonly at: string
  readonly basis: LegalBasis
}

/** With the record that was written of it (001 art. 16.2). */
export interface Disabling {
  readonly by: string
  readonly at: string
  readonly reason: string
  /** Its number. */
  readonly minutes: string
  /** `2026-01-15`; the earliest records have none. */
  readonly minutesDate?: string
  readonly minutesText?: string
}

/** A person's certificate as the school knows it; `id` is the SHA-256 of its DER, hex. Times are RFC 3339. */
export interface CertificateRecord {
  readonly id: string
  readonly account: string
  readonly name: string
  readonly issuer: string
  readonly serial: string
  readonly notBefore: string
  readonly notAfter: string
  readonly declared: { readonly by: string; readonly at: string }
  readonly approved: Approval | null
  /** Approvals before this one, oldest first: a decision of assignment ends, and the next one follows it. */
  readonly earlier?: readonly Approval[]
  readonly disabled: Disabling | null
}

export interface DirectoryStore {
  /** `undefined` on a new folder. */
  read(): Promise<SchoolRecord | undefined>
  /** Adds or replaces people, classes, students, assignments as one transaction; what is not named stays. */
  write(record: Partial<SchoolRecord>): Promise<void>
  /** Ends and begins assignments in one transaction; one that is ended is given as it stands. */
  assign(change: { readonly end: readonly Assignment[]; readonly begin: readonly Assignment[] }): Promise<void>
  passwordHash(user: string): Promise<string | undefined>
  setPasswordHash(user: string, hash: string): Promise<void>
  openSession(session: SessionRecord): Promise<void>
  session(tokenHash: string): Promise<SessionRecord | undefined>
  closeSession(tokenHash: string): Promise<void>
  phrases(person: string): Promise<PhrasesRecord | undefined>
  /** The last writer wins; what was made from another revision than `base` is kept beside it. One transaction. */
  keepPhrases(person: string, written: { readonly text: string; readonly base: number; readonly at: string }): Promise<PhrasesRecord>
  noteRead(note: ReadNote): Promise<void>
  /** Takes notes away for ever, also out of the bytes of the files. */
  forgetReads(notes: readonly Omit<ReadNote, 'session'>[]): Promise<void>
  /** Newest first, 1,000 at most. */
  readsOf(records: readonly string[]): Promise<readonly ReadNote[]>
  credentials(): Promise<readonly CredentialRecord[]>
  putCredential(record: CredentialRecord): Promise<void>
  /** Also those that were revoked. */
  agents(): Promise<readonly AgentRecord[]>
  putAgent(record: AgentRecord): Promise<void>
  certificates(): Promise<readonly CertificateRecord[]>
  putCertificate(record: CertificateRecord): Promise<void>
  sessionById(id: string): Promise<SessionRecord | undefined>
  /** Newest first, also those that have expired and are not yet cleared away. */
  sessionsOf(user: string): Promise<readonly SessionRecord[]>
}

// ---------------------------------------------------------------- gradebook: log, grids, snapshots, orders, amendments

export interface GridHead {
  readonly grid: GridId
  readonly state: GridState
  /** Grows by one with each change of state and each applied amendment. */
  readonly epoch: number
  /** The last sequence number given out. */
  readonly seq: number
  /** Snapshot versions made so far. */
  readonly version: number
}

export interface LoggedEdit {
  readonly cell: CellKey
  readonly before: CellValue
  readonly after: CellValue
  readonly base: ItemId | null
  readonly conflict?: true
  /** `false` when a concurrent value stands in the cell instead. */
  readonly won?: false
}

/** A student's remark before and after an update, as plain text. */
export interface LoggedRemark {
  readonly student: string
  readonly before: string
  readonly after: string
}

/** One row of the log, for ever; documents, views and history are projections of it. */
export interface LogRow {
  readonly grid: GridId
  readonly seq: number
  readonly epoch: number
  readonly document: 'cells' | 'remarks'
  readonly kind: GridKind
  readonly actor: string
  readonly session: string
  /** Client ids that this row binds to the actor. */
  readonly clients: readonly number[]
  readonly at: string
  readonly edits: readonly LoggedEdit[]
  /** In rows of the remarks document; early rows have none. */
  readonly remarks?: readonly LoggedRemark[]
  /** The author's original bytes. */
  readonly update: Uint8Array | null
  /** Order or amendment behind the row. */
  readonly cause: string | null
}

/** Something that happened to the school beside its grids, in the same log. */
export interface SchoolEvent {
  readonly kind: EventKind
  readonly actor: string
  readonly session: string
  readonly at: string
  readonly cause: string | null
  /** SHA-256, hex, of the transcript or file that it is about. */
  readonly digest: string | null
  readonly body: { readonly [key: string]: Json }
}

/** An event, and what becomes true with it in the same transaction. */
export interface EventEntry {
  readonly event: SchoolEvent
  readonly order?: Order
  readonly amendment?: Amendment
}

export interface Frozen {
  readonly bytes: Uint8Array
  readonly digest: string
}

/** What a row asks of the store beside being appended, all in the same transaction. */
export interface Append {
  readonly row: Omit<LogRow, 'seq' | 'epoch'>
  /** The head under which the row was judged, and what it brings was made; another one there refuses the row. */
  readonly expect: Pick<GridHead, 'state' | 'epoch' | 'seq'>
  /** The state after the row; a given one opens a new epoch. */
  readonly become?: GridState
  /** The grid as it stands with this row: the next version. */
  readonly snapshot?: Frozen
  /** The amendment as it stands once this row is durable. */
  readonly amendment?: Amendment
}

export interface Appended {
  /** Whether the row was appended. */
  readonly ok: boolean
  /** As it stands now. */
  readonly head: GridHead
}

export interface SnapshotRecord {
  readonly grid: GridId
  readonly version: number
  readonly seq: number
  readonly digest: string
  readonly at: string
}

export type OrderAction = 'lock' | 'unlock' | 'freeze' | 'issue' | 'revoke' | 'erase'

export interface Order {
  readonly id: string
  readonly action: OrderAction
  readonly scope: OrderScope
  readonly reason: string
  readonly by: string
  readonly session: string
  readonly at: string
  readonly until?: string
}

export type OrderScope =
  | { readonly grids: readonly string[] }
  | { readonly transcripts: readonly string[] }
  /** Indexes in the log. */
  | { readonly entries: readonly number[] }
  | { readonly class?: string; readonly term?: string; readonly year?: string }

export interface TreeHead {
  readonly size: number
  readonly root: Uint8Array
}

/** One row of the log with what opens its commitments. */
export interface LogEntry {
  readonly index: number
  readonly grid: string | null
  /** The hash under which it stands in the tree. */
  readonly leaf: Uint8Array
  /** Canonical JSON of the leaf. */
  readonly text: string
  readonly changes: readonly unknown[]
  readonly update: Uint8Array | null
  readonly salts: Uint8Array
  /** Body and salts are gone; the leaf stays. */
  readonly erased: boolean
}

/** Who a random name in leaves stands for; the salt opens it, so that nobody can be put in another's place. */
export interface LogActor {
  readonly id: string
  readonly user: string
  readonly salt: Uint8Array
}

/** The log as one list with a Merkle tree over it; a row's index is given in the transaction that appends it. */
export interface LogStore {
  /** Appends events in order, durable when it returns; their indexes. */
  record(entries: readonly EventEntry[]): Promise<readonly number[]>
  treeHead(): Promise<TreeHead>
  /** Sizes and indexes lie within the tree. */
  treeRoot(size: number): Promise<Uint8Array>
  inclusion(index: number, size: number): Promise<readonly Uint8Array[]>
  consistency(first: number, second: number): Promise<readonly Uint8Array[]>
  /** Ascending from an index. */
  entries(from: number, count: number): Promise<readonly LogEntry[]>
  /** Events that opened a new line of history, oldest first. */
  restores(): Promise<readonly LogEntry[]>
  /** How many rows made something that has a digest. */
  digestCount(): Promise<number>
  /** The last row that made what has this digest. */
  indexOfDigest(digest: string): Promise<number | undefined>
  /** Who stands behind the random names in leaves. */
  actors(): Promise<readonly LogActor[]>
  /** Events of these kinds by a person that still have a body, oldest first. */
  eventsBy(user: string, kinds: readonly EventKind[]): Promise<readonly Pick<LogEntry, 'index'>[]>
  /** Takes body and salts of rows away for ever, also out of the bytes of the files. */
  erase(indexes: readonly number[]): Promise<void>
  putCheckpoint(size: number, note: string): Promise<void>
  /** Oldest first. */
  checkpoints(): Promise<readonly string[]>
  latestCheckpoint(): Promise<string | undefined>
}

export interface GradebookStore extends LogStore {
  createGrids(grids: readonly GridId[]): Promise<void>
  head(grid: GridId): Promise<GridHead | undefined>
  heads(): Promise<readonly GridHead[]>
  /** One transaction for all: in order, each re-checked against its head; durable (synced) when it returns. */
  append(batch: readonly Append[]): Promise<readonly Appended[]>
  rows(grid: GridId, after?: number): Promise<readonly LogRow[]>
  snapshots(): Promise<readonly SnapshotRecord[]>
  snapshotBytes(grid: GridId, version: number): Promise<Uint8Array | undefined>
  order(id: string): Promise<Order | undefined>
  orders(): Promise<readonly Order[]>
  /** The grids whose log names this order as its cause. */
  executions(order: string): Promise<readonly string[]>
  amendment(id: string): Promise<Amendment | undefined>
  amendments(): Promise<readonly Amendment[]>
}

/** The half that writes: one connection, one writer. */
export interface GradebookWriter extends Pick<GradebookStore, 'createGrids' | 'append' | 'record' | 'erase' | 'putCheckpoint'> {
  close(): Promise<void>
}

// ---------------------------------------------------------------- transcripts: jobs, artefacts, issued records, register

export interface TranscriptRecord {
  readonly id: string
  readonly student: string
  readonly class: string
  readonly year: string
  readonly version: number
  readonly state: TranscriptState
  readonly digest: string
  readonly createdAt: string
  readonly order: string
  /** The transcript that replaces this one. */
  readonly replacedBy?: string
}

export interface Artefact {
  readonly subject: string
  readonly version: number
  readonly kind: 'xml' | 'pdf'
  readonly bytes: Uint8Array
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string
  /** How many signatures the bytes carry. */
  readonly signatures: number
}

export interface Batch {
  readonly id: string
  readonly person: string
  readonly session: string
  /** SHA-256 of the code that the agent must show. */
  readonly codeHash: string
  readonly at: string
  readonly state: 'waiting' | 'signing' | 'done' | 'failed'
  readonly jobs: readonly string[]
  readonly failed: readonly { readonly job: string; readonly code: string }[]
  /** Whose agent works on it, once it has begun: an account, or '' for the school's own. */
  readonly agent?: string
}

export interface StoredJob extends SigningJob {
  /** The batch that holds the lease. */
  readonly batch: string | null
  readonly signedAt: string | null
  /** The signature under the XML, as later transcripts quote it. */
  readonly attestation?: Pick<Attestation, 'certificate' | 'time' | 'signatureValue'>
}

/** What one signature brings: its two files, the finished job and the ones it makes due, and the transcript that it completes. */
export interface Collected {
  readonly artefacts: readonly Artefact[]
  readonly jobs: readonly StoredJob[]
  readonly transcript?: TranscriptRecord
}

export interface TranscriptStore {
  /** Adds jobs that do not exist yet, by (subject, version, position); existing ones are left alone. */
  openJobs(jobs: readonly StoredJob[]): Promise<void>
  job(id: string): Promise<StoredJob | undefined>
  /** In the order of the ids; an unknown one is left out. */
  jobsById(ids: readonly string[]): Promise<readonly StoredJob[]>
  /** How many of them are in this state. */
  countJobs(ids: readonly string[], state: JobState): Promise<number>
  /** In the order in which they were opened. */
  jobs(filter: {
    readonly subject?: string | readonly string[]
    readonly person?: string
    readonly states?: readonly JobState[]
    readonly kind?: JobKind
  }): Promise<readonly StoredJob[]>
  setJobs(jobs: readonly StoredJob[]): Promise<void>
  putBatch(batch: Batch): Promise<void>
  batch(id: string): Promise<Batch | undefined>
  /** Every batch in the state `signing`. */
  batchesUnderWay(): Promise<readonly Batch[]>
  /** One transaction for all of them. */
  collect(signatures: readonly Collected[]): Promise<void>
  /** The newest file of that kind. */
  artefact(subject: string, version: number, kind: 'xml' | 'pdf'): Promise<Artefact | undefined>
  /** Every signed file, in the order in which they came. */
  artefacts(): Promise<readonly Omit<Artefact, 'bytes'>[]>
  artefactBytes(sha256: string): Promise<Uint8Array | undefined>
  /** What a file digest names. */
  artefactBySha256(sha256: string): Promise<Omit<Artefact, 'bytes'> | undefined>
  createTranscripts(
    records: readonly { readonly record: TranscriptRecord; readonly bytes: Uint8Array }[],
    jobs: readonly StoredJob[],
  ): Promise<void>
  transcript(id: string): Promise<TranscriptRecord | undefined>
  /** In the order of the ids; an unknown one is left out. */
  transcriptsById(ids: readonly string[]): Promise<readonly TranscriptRecord[]>
  transcripts(filter: {
    readonly class?: string
    readonly year?: string
    readonly digest?: string
    readonly student?: string
  }): Promise<readonly TranscriptRecord[]>
  transcriptBytes(id: string): Promise<Uint8Array | undefined>
  putTranscripts(records: readonly TranscriptRecord[]): Promise<void>
}

/** The half that writes, as for the gradebook. */
export interface TranscriptWriter extends Pick<
  TranscriptStore,
  'openJobs' | 'setJobs' | 'putBatch' | 'collect' | 'createTranscripts' | 'putTranscripts'
> {
  close(): Promise<void>
}

/** What the register says of a digest. */
export interface RegisterAnswer {
  readonly state: RegisterState
  readonly replacedBy?: string
}
