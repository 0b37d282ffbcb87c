import { Fault } from '@hocba/shared/core'
import type { LogProof } from '@hocba/shared/log'
import type { AgentBatch, AgentJob } from '@hocba/shared/wire'
import { approvedKey } from './approved.ts'
import { checkReplaced, checkSnapshot } from './check.ts'
import { readCertificate } from './certificate/subject.ts'
import { Delivery, codeOf } from './delivery.ts'
import { type Difference, differences } from './difference.ts'
import type { LogSigner, SignedHead } from './log.ts'
import type { Journal } from './journal.ts'
import { PersonHere } from './holder.ts'
import { type CredentialRef, type Holder, type KeyKind, sessionMilliseconds } from './key/port.ts'
import type { Found, KeyRing } from './key/ring.ts'
import { Leases } from './leases.ts'
import type { Letter, Outbox } from './outbox.ts'
import { askingOnce, partsOf, requestFor, signAll } from './parts.ts'
import { type Progress, ProgressBook } from './progress.ts'
import type { Server } from './server.ts'
import type { StampSource } from './timestamp/authority.ts'
import { InFlight, inTurns } from './turns.ts'
import { type Hand, type SignedFiles, type Work, prepareWork } from './work.ts'
import type { TimeStyle } from './xml/element.ts'

export interface AgentParts {
  readonly server: Server
  readonly keys: Pick<KeyRing, 'find'>
  readonly journal: Journal
  readonly outbox: Outbox
  readonly log: Pick<LogSigner, 'checkpoint' | 'demand' | 'demandProof'>
  readonly style: TimeStyle
  readonly stamps: StampSource
  readonly now: () => Date
  /** Looks at the finished files with code that does not share the signer's; throws `artefact.invalid`. */
  readonly verify: (files: SignedFiles, work: Work) => Promise<void>
  readonly report: (event: string, facts: Readonly<Record<string, unknown>>) => void
  /** Settles when the credentials of the demo school are made; at once for a real school. */
  readonly ready: Promise<void>
}

/** What reads otherwise than in the version before; a Fault where that could not be made sure. */
export interface Change {
  readonly job: AgentJob
  readonly differences: readonly Difference[] | Fault
}

export interface ShownBatch {
  readonly batch: AgentBatch
  readonly credential: CredentialRef | Fault
  readonly changes: readonly Change[]
}

/** What a person gives on the page. */
export interface Given {
  /** Absent where the key asks for none. */
  readonly pin?: Uint8Array
  /** Whether they want to use one of the few tries left. */
  readonly confirmed: boolean
}

/** The flow: a person authorises a batch; each job is checked, signed, verified, journalled and returned. */
export class Agent {
  readonly #parts: AgentParts
  readonly #progress: ProgressBook
  readonly #running = new Set<Promise<void>>()
  readonly #delivery: Delivery
  readonly #leases: Leases

  constructor(parts: AgentParts) {
    this.#parts = parts
    this.#progress = new ProgressBook(parts.now)
    this.#delivery = new Delivery(parts)
    this.#leases = new Leases(parts, this.#delivery)
  }

  /** Settles when holders can be asked. */
  get ready(): Promise<void> {
    return this.#parts.ready
  }

  /** What the page shows before the person acts: the batch, what has changed in it, and the key it will be signed with. */
  async shown(id: string, code: string): Promise<ShownBatch> {
    const batch = await this.#parts.server.batch(id, code)
    await this.#parts.ready
    const credential = await approvedKey(this.#parts, batch.person).then(
      (found) => found.credential,
      (cause: unknown) => (cause instanceof Fault ? cause : new Fault('credential.unfit', { cause })),
    )
    return { batch, credential, changes: await this.#changes(batch.jobs) }
  }

  /** Of every job that replaces an earlier version. The texts are the agent's own, made of bytes with the digests that will be signed. */
  #changes(jobs: readonly AgentJob[]): Promise<readonly Change[]> {
    const later = jobs.filter(({ version }) => version > 1)
    return inTurns(later, async (job) => {
      try {
        const { server } = this.#parts
        const snapshot = checkSnapshot(job, (await server.work(job.id)).snapshot)
        return { job, differences: differences(checkReplaced(snapshot, await server.replaced(job.id)), snapshot) }
      } catch (cause) {
        return { job, differences: cause instanceof Fault ? cause : new Fault('digest.mismatch', { cause }) }
      }
    })
  }

  progress(id: string): Progress | undefined {
    return this.#progress.of(id)
  }

  /**
   * Tries the PIN, uses the code up and signs the batch in the background. The PIN is zeroed when the batch is over, or at once when
   * it is refused; a wrong one is counted and the code stays good.
   */
  async authorize(id: string, code: string, given: Given): Promise<void> {
    const { server } = this.#parts
    const holder = new PersonHere(given, (waiting) => this.#progress.wait(id, waiting))
    try {
      await this.#parts.ready
      await this.#leases.begin()
      const batch = await server.batch(id, code)
      const found = await approvedKey(this.#parts, batch.person)
      demandProfile(found.credential)
      await found.provider.check(found.credential.id, holder)
      const jobs = await this.#leases.take(id, code)
      const run = this.#run(id, jobs, found, holder)
        .catch((cause: unknown) => this.#parts.report('batch.failed', { batch: id, code: codeOf(cause), error: String(cause) }))
        .finally(() => {
          holder.forget()
          this.#running.delete(run)
        })
      this.#running.add(run)
    } catch (cause) {
      holder.forget()
      throw cause
    }
  }

  /** Brings to the server what a crash or a lost connection kept from it. */
  resend(): Promise<void> {
    return this.#leases.resend()
  }

  /** Waits for the batches under way. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  async #run(id: string, jobs: readonly AgentJob[], found: Found, holder: Holder): Promise<void> {
    this.#progress.begin(id, jobs.length)
    try {
      await this.#runParts(id, partsOf(jobs, found.credential), found, holder)
    } finally {
      this.#progress.finish(id)
      await this.#leases.giveBack(id)
    }
    this.#parts.report('batch.finished', { batch: id, ...this.#progress.of(id) })
  }

  /** While one part is signed the next is fetched and rendered, and what is signed is handed in. */
  async #runParts(id: string, parts: readonly (readonly AgentJob[])[], { provider, credential }: Found, holder: Holder): Promise<void> {
    const { now, log, style, stamps } = this.#parts
    const head = log.checkpoint()
    head.catch(() => undefined) // each job that needs it fails with its reason
    const hand = { certificate: readCertificate(credential.certificate), chain: credential.chain, style, stamps }
    const prepare = (jobs: readonly AgentJob[]): Promise<readonly (Work | undefined)[]> => {
      const works = inTurns(jobs, (job) => this.#prepare(id, job, hand, head))
      works.catch(() => undefined) // told when it is awaited
      return works
    }
    const authorize = askingOnce(provider, holder, now().getTime() + sessionMilliseconds, now)
    const deliveries = new InFlight()
    let prepared = prepare(parts[0] ?? [])
    try {
      for (const next of [...parts.slice(1), []]) {
        const works = (await prepared).filter((work) => work !== undefined)
        prepared = prepare(next)
        if (works.length === 0) continue
        const sign = (work: Work, key: () => Promise<readonly Uint8Array[]>): Promise<void> =>
          this.#sign(id, work, provider.kind, key, deliveries)
        await signAll(works, provider, () => authorize(requestFor(credential.id, works)), sign).catch((cause: unknown) =>
          this.#failAll(id, works, cause),
        )
      }
    } finally {
      await deliveries.settle()
    }
  }

  async #failAll(id: string, works: readonly Work[], cause: unknown): Promise<void> {
    for (const work of works) await this.#fail(id, work.job, cause)
  }

  /** `undefined` when nothing is left to sign: sent again from the outbox, or failed. */
  async #prepare(id: string, job: AgentJob, hand: Omit<Hand, 'time'>, head: Promise<SignedHead>): Promise<Work | undefined> {
    const { journal, outbox, now, log } = this.#parts
    try {
      const letter = await outbox.find(job)
      if (letter !== undefined) {
        const isSent = await this.#delivery.send({ ...letter, job: job.id })
        this.#progress.count(id, isSent ? 'done' : 'failed')
        return undefined
      }
      if (journal.wasReturned(job)) throw new Fault('signing.order', { detail: 'Chữ ký này đã được ký và giao cho máy chủ.' })
      const { work, proof } = await log.demand(job, await head)
      const record = { proof, demand: (standing: LogProof) => log.demandProof(job, standing) }
      return await prepareWork(work, job, { ...hand, time: vietnamTime(now()) }, record)
    } catch (cause) {
      await this.#fail(id, job, cause)
      return undefined
    }
  }

  async #sign(id: string, work: Work, key: KeyKind, sign: () => Promise<readonly Uint8Array[]>, deliveries: InFlight): Promise<void> {
    const { journal, outbox, verify } = this.#parts
    const { job } = work
    try {
      const files = await work.finish(await sign())
      await verify(files, work)
      const subject = { digest: job.digest, role: job.role, person: job.person }
      const result = { ...files, key }
      await outbox.put({ job: job.id, subject, result })
      await journal.write('signed', job.id, subject)
      await deliveries.add(() => this.#deliver(id, { job: job.id, subject, result }))
    } catch (cause) {
      await this.#fail(id, job, cause)
    }
  }

  /** Does not reject: what was not taken is in the outbox. */
  async #deliver(id: string, letter: Letter): Promise<void> {
    const isSent = await this.#delivery.send(letter).catch((cause: unknown) => {
      this.#parts.report('result.failed', { job: letter.job, code: codeOf(cause), error: String(cause) })
      return false
    })
    this.#progress.count(id, isSent ? 'done' : 'failed')
  }

  async #fail(id: string, job: AgentJob, cause: unknown): Promise<void> {
    const { server, journal, report } = this.#parts
    const code = codeOf(cause)
    report('job.failed', { job: job.id, code, ...(code === 'internal' ? { error: String(cause) } : {}) })
    this.#progress.count(id, 'failed')
    await journal.write('failed', job.id, job, code)
    const detail = cause instanceof Fault ? cause.message : undefined
    const failure = { code, ...(detail === undefined ? {} : { detail }) }
    await server.failure(job.id, failure).catch((error: unknown) => report('failure.unsent', { job: job.id, code: codeOf(error) }))
  }
}

/** A job is two signatures; a key that cannot is told before anything is used up. */
function demandProfile({ maxBatch }: CredentialRef): void {
  if (maxBatch < 2)
    throw new Fault('credential.unfit', { detail: 'Dịch vụ chỉ cho ký một tệp mỗi lần xác nhận; mỗi mục ở đây có hai tệp.' })
}

/** `2026-06-20T08:00:00+07:00` */
const vietnamTime = (now: Date): string => new Date(now.getTime() + 7 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+07:00')
