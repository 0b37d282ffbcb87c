import { randomBytes } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import type { GridName } from '@hocba/shared/grid'
import { type Signer, dueSigners } from '@hocba/shared/signing'
import { type Clock, newId, rfc3339 } from '../clock.ts'
import type { SchoolDirectory } from '../identity/school.ts'
import { sha256Hex } from '../identity/digest.ts'
import type { Batch, StoredJob, TranscriptStore } from '../store/port.ts'

const leaseLife = 10 * 60_000

/** Who has to sign what, one role after the other; the agent takes jobs by batch. */
export class SigningQueue {
  readonly #store: TranscriptStore
  readonly #school: SchoolDirectory
  readonly #clock: Clock
  readonly #agentOrigin: string

  constructor(store: TranscriptStore, school: SchoolDirectory, clock: Clock, agentOrigin: string) {
    this.#store = store
    this.#school = school
    this.#clock = clock
    this.#agentOrigin = agentOrigin
  }

  /** Opens the jobs of a snapshot and lets those of earlier versions lapse. Safe to repeat. */
  async openGrid(grid: GridName, version: number, digest: string): Promise<void> {
    await this.#store.openJobs(
      this.jobsFor({ kind: 'grid', subject: grid.id, version, digest, signers: this.#school.signersOf(grid.class, 'grid', grid) }),
    )
    await this.lapse(grid.id, version)
  }

  /** The jobs of one file, the first role due. */
  jobsFor(file: {
    readonly kind: 'grid' | 'transcript'
    readonly subject: string
    readonly version: number
    readonly digest: string
    readonly signers: readonly Signer[]
  }): readonly StoredJob[] {
    const due = new Set(dueSigners(file.signers, new Set()))
    return file.signers.map(({ role, person }, position) => ({
      id: newId(),
      kind: file.kind,
      subject: file.subject,
      version: file.version,
      role,
      position,
      person,
      digest: file.digest,
      state: due.has(position) ? 'due' : 'waiting',
      batch: null,
      signedAt: null,
    }))
  }

  /** Jobs of versions before `version` that nobody has signed are void. */
  async lapse(subject: string, version: number): Promise<void> {
    const old = await this.#store.jobs({ subject, states: ['waiting', 'due', 'leased'] })
    await this.#store.setJobs(old.filter((job) => job.version < version).map((job) => ({ ...job, state: 'lapsed' })))
  }

  async due(person: string): Promise<readonly StoredJob[]> {
    await this.#releaseStale(person)
    return this.#store.jobs({ person, states: ['due'] })
  }

  /** @throws Fault `signing.order` when a job is not due or not this person's */
  async openBatch(
    person: string,
    session: string,
    ids: readonly string[],
  ): Promise<{ readonly id: string; readonly code: string; readonly agentUrl: string }> {
    await this.#releaseStale(person)
    const jobs = new Map((await this.#store.jobsById(ids)).map((job) => [job.id, job]))
    for (const id of ids) {
      const job = jobs.get(id)
      if (job?.person !== person || job.state !== 'due') throw new Fault('signing.order', { extra: { job: id } })
    }
    const code = randomBytes(9).toString('base64url')
    const id = newId()
    await this.#store.putBatch({
      id,
      person,
      session,
      codeHash: sha256Hex(code),
      at: rfc3339(this.#clock.now()),
      state: 'waiting',
      jobs: [...new Set(ids)],
      failed: [],
    })
    return { id, code, agentUrl: `${this.#agentOrigin}/batches/${id}#${code}` }
  }

  async batch(id: string): Promise<Batch> {
    const batch = await this.#store.batch(id)
    if (!batch) throw new Fault('batch.unknown')
    return batch
  }

  /** The batch an agent shows to its holder; the code proves that the person's own session opened it. */
  async shown(id: string, code: string): Promise<Batch> {
    const batch = await this.#store.batch(id)
    if (!batch || batch.state !== 'waiting' || this.#hasLapsed(batch) || batch.codeHash !== sha256Hex(code))
      throw new Fault('batch.unknown')
    return batch
  }

  /** Leases the jobs; what is no longer due, or whose file another holder is signing, fails with its reason. */
  async start(id: string, code: string, agent: string): Promise<readonly StoredJob[]> {
    const batch = await this.shown(id, code)
    const leased: StoredJob[] = []
    const failed: { job: string; code: string }[] = []
    const jobs = await this.#jobsOf(batch)
    const taken = await this.#filesLeased(jobs)
    for (const job of jobs) {
      if (job.state !== 'due' || taken.has(fileOf(job))) {
        failed.push({ job: job.id, code: 'signing.order' })
        continue
      }
      taken.add(fileOf(job))
      leased.push({ ...job, state: 'leased', batch: id })
    }
    // The batch first: after a crash between the two, whoever ends it finds what it was to sign.
    await this.#store.putBatch({ ...batch, state: 'signing', failed, agent })
    await this.#store.setJobs(leased)
    return leased
  }

  /** @throws Fault `signing.order` when the job is no longer the agent's to finish */
  async leasedJob(id: string): Promise<StoredJob> {
    return demandLeased(await this.#store.job(id))
  }

  async fail(id: string, code: string): Promise<void> {
    const job = await this.leasedJob(id)
    await this.#store.setJobs([{ ...job, state: 'due', batch: null }])
    if (job.batch === null) return
    const batch = await this.batch(job.batch)
    await this.#store.putBatch({ ...batch, failed: [...batch.failed, { job: id, code }] })
  }

  /** What the agent did not return is due again. Safe to repeat. */
  async finish(id: string): Promise<void> {
    const batch = await this.batch(id)
    if (batch.state !== 'signing') return
    const told = new Set(batch.failed.map(({ job }) => job))
    const jobs = await this.#jobsOf(batch)
    const leased = jobs.filter((job) => job.state === 'leased' && job.batch === id)
    await this.#store.setJobs(leased.map((job) => ({ ...job, state: 'due', batch: null })))
    const left = jobs.filter((job) => leased.includes(job) || (job.state === 'due' && !told.has(job.id)))
    const failed = [...batch.failed, ...left.map((job) => ({ job: job.id, code: 'agent.offline' }))]
    await this.#store.putBatch({ ...batch, failed, state: failed.length > 0 ? 'failed' : 'done' })
  }

  /** An agent that has begun anew works on nothing: the batches of its earlier life are over. */
  async release(agent: string): Promise<void> {
    for (const batch of await this.#store.batchesUnderWay()) if (batch.agent === agent) await this.finish(batch.id)
  }

  async progress(
    id: string,
  ): Promise<Pick<Batch, 'id' | 'person' | 'state' | 'failed'> & { readonly total: number; readonly done: number }> {
    const batch = await this.batch(id)
    const done = await this.#store.countJobs(batch.jobs, 'done')
    return { id, person: batch.person, state: batch.state, total: batch.jobs.length, done, failed: batch.failed }
  }

  /** The jobs of a file after `signed` is done: it, and the ones it makes due. */
  async after(signed: StoredJob): Promise<{ readonly jobs: readonly StoredJob[]; readonly complete: boolean }> {
    const all = (await this.#store.jobs({ subject: signed.subject }))
      .filter((job) => job.version === signed.version)
      .toSorted((a, b) => a.position - b.position)
    const done = new Set(all.filter((job) => job.state === 'done' || job.id === signed.id).map((job) => job.position))
    const due = new Set(
      dueSigners(
        all.map(({ role, person }) => ({ role, person, name: '', title: '', uid: '' })),
        done,
      ),
    )
    const released = all
      .filter((job) => job.state === 'waiting' && due.has(job.position))
      .map((job): StoredJob => ({ ...job, state: 'due' }))
    return { jobs: [signed, ...released], complete: done.size === all.length }
  }

  /** The jobs of one version, in signing order. */
  async jobsOfFile(subject: string, version: number): Promise<readonly StoredJob[]> {
    return (await this.#store.jobs({ subject })).filter((job) => job.version === version).toSorted((a, b) => a.position - b.position)
  }

  /** Whether the clerk has or had a file of this version before them. */
  async isAtSeal(subject: string, version: number): Promise<boolean> {
    const jobs = await this.jobsOfFile(subject, version)
    return jobs.some(({ role, state }) => role === 'organisation' && (state === 'due' || state === 'leased' || state === 'done'))
  }

  async isSigned(subject: string, version: number): Promise<boolean> {
    const jobs = await this.jobsOfFile(subject, version)
    return jobs.length > 0 && jobs.every((job) => job.state === 'done')
  }

  #jobsOf({ jobs }: Batch): Promise<readonly StoredJob[]> {
    return this.#store.jobsById(jobs)
  }

  /** One holder at a time works on a file: the PDF's next revision exists only on top of the last. */
  async #filesLeased(jobs: readonly StoredJob[]): Promise<Set<string>> {
    const leased = await this.#store.jobs({ subject: jobs.map(({ subject }) => subject), states: ['leased'] })
    return new Set(leased.map(fileOf))
  }

  /** An agent that died holds nothing for ever. */
  async #releaseStale(person: string): Promise<void> {
    const leased = await this.#store.jobs({ person, states: ['leased'] })
    const held = new Set<string | null>()
    // A batch is as long as its jobs are many: it is read once, not once for each of them.
    for (const id of new Set(leased.map(({ batch }) => batch))) {
      const batch = id === null ? undefined : await this.#store.batch(id)
      if (batch && !this.#hasLapsed(batch)) held.add(id)
    }
    const released = leased.filter(({ batch }) => !held.has(batch)).map((job): StoredJob => ({ ...job, state: 'due', batch: null }))
    if (released.length > 0) await this.#store.setJobs(released)
  }

  #hasLapsed({ at }: Batch): boolean {
    return this.#clock.now().getTime() - new Date(at).getTime() > leaseLife
  }
}

/** @throws Fault `signing.order` when the job is no longer the agent's to finish */
export function demandLeased(job: StoredJob | undefined): StoredJob {
  if (job?.state !== 'leased' && job?.state !== 'due') throw new Fault('signing.order')
  return job
}

const fileOf = ({ subject, version }: StoredJob): string => `${version} ${subject}`
