import { Fault } from '@hocba/shared/core'
import { type Snapshot, snapshotBytes } from '@hocba/shared/snapshot'
import type {
  AgentBatch,
  AgentCertificates,
  AgentFailure,
  AgentJob,
  AgentLogHead,
  AgentPeople,
  AgentProof,
  AgentResult,
  AgentWork,
  CertificateState,
  ProvenWork,
} from '@hocba/shared/wire'
import type { Server } from '../../../signing-agent/src/server.ts'
import { SchoolLog } from './school-log.ts'
import { school } from './snapshots.ts'
import { digestOf } from './workshop.ts'

/** The job of one place of a snapshot. */
export const jobFor = (snapshot: Snapshot, position: number): AgentJob => {
  const signer = snapshot.signers[position]
  if (signer === undefined) throw new RangeError('no such signer')
  const subject = snapshot.format === 'hocba-grid-1' ? snapshot.grid : snapshot.id
  return {
    id: `${subject}-v${snapshot.version}-${position}`,
    kind: snapshot.format === 'hocba-grid-1' ? 'grid' : 'transcript',
    subject,
    version: snapshot.version,
    role: signer.role,
    position,
    person: signer.person,
    digest: digestOf(snapshot),
    title: `${subject} <b>`,
    students: 42,
  }
}

/** The server's side of the agent's wire in memory; each field can be looked at or bent by a test. */
export class SchoolServer implements Server {
  readonly log = new SchoolLog()
  readonly snapshots = new Map<string, Uint8Array>()
  readonly files = new Map<string, AgentResult>()
  readonly failures: (AgentFailure & { readonly job: string })[] = []
  readonly results: string[] = []
  readonly finished: string[] = []
  /** How often an agent has begun. */
  released = 0
  /** Thrown at the next results, one each. */
  readonly troubles: Fault[] = []
  readonly #batches = new Map<string, { readonly code: string; readonly batch: AgentBatch; isUsed: boolean }>()
  readonly #jobs = new Map<string, AgentJob>()

  offer(id: string, code: string, jobs: readonly AgentJob[], snapshots: readonly Snapshot[]): void {
    for (const snapshot of snapshots)
      for (const job of jobs) if (job.digest === digestOf(snapshot)) this.snapshots.set(job.id, snapshotBytes(snapshot))
    for (const snapshot of snapshots) this.log.make(digestOf(snapshot), snapshot)
    for (const job of jobs) this.#jobs.set(job.id, job)
    this.#batches.set(id, {
      code,
      isUsed: false,
      batch: { id, person: jobs[0]?.person ?? '', name: 'Nguyễn Thị Hồng Ánh', jobs: [...jobs] },
    })
  }

  async people(): Promise<AgentPeople> {
    return { school, holders: [] }
  }

  /** What the school thinks of every certificate. */
  certificateState: CertificateState = 'approved'

  async certificates(certificates: AgentCertificates): Promise<readonly CertificateState[]> {
    return certificates.map(() => this.certificateState)
  }

  async batch(id: string, code: string): Promise<AgentBatch> {
    const known = this.#batches.get(id)
    if (known === undefined || known.code !== code || known.isUsed) throw new Fault('batch.unknown')
    return known.batch
  }

  async start(id: string, code: string): Promise<readonly AgentJob[]> {
    const { jobs } = await this.batch(id, code)
    const known = this.#batches.get(id)
    if (known !== undefined) known.isUsed = true
    return jobs
  }

  async work(job: string): Promise<AgentWork> {
    const { xml = null, pdf = null } = this.files.get(this.#place(job)) ?? {}
    return { snapshot: this.snapshots.get(job) ?? new Uint8Array(), xml, pdf }
  }

  /** The proof that goes out instead of the right one. */
  bent = (proof: AgentProof): AgentProof => proof

  async provenWork(job: string, size: number): Promise<ProvenWork> {
    const proof = this.log.proof(this.#jobs.get(job)?.digest ?? '', size)
    return { ...(await this.work(job)), proof: this.bent(proof) }
  }

  /** Snapshots that others replace, by digest. */
  readonly earlier = new Map<string, Uint8Array>()

  async replaced(job: string): Promise<Uint8Array> {
    const { replaces = '' } = JSON.parse(Buffer.from(this.snapshots.get(job) ?? []).toString()) as Snapshot
    const bytes = this.earlier.get(replaces)
    if (bytes === undefined) throw new Fault('artefact.unknown')
    return bytes
  }

  async result(job: string, result: AgentResult): Promise<void> {
    const trouble = this.troubles.shift()
    if (trouble !== undefined) throw trouble
    this.results.push(job)
    this.files.set(this.#place(job), result)
  }

  async failure(job: string, failure: AgentFailure): Promise<void> {
    this.failures.push({ job, ...failure })
  }

  async finish(batch: string): Promise<void> {
    this.finished.push(batch)
  }

  async release(): Promise<void> {
    this.released += 1
  }

  async logHead(from: number): Promise<AgentLogHead> {
    return this.log.head(from)
  }

  async keepCheckpoint(note: string): Promise<void> {
    this.log.kept.push(note)
  }

  async showCheckpoint(note: string): Promise<void> {
    this.log.shown.push(note)
  }

  #place(job: string): string {
    const known = this.#jobs.get(job)
    return `${known?.subject}-${known?.version}`
  }
}
