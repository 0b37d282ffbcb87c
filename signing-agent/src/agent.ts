import { createHash } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import type { Checkpoint } from '@hocba/shared/log'
import type { AgentBatch, AgentJob } from '@hocba/shared/wire'
import { readCertificate } from './certificate/subject.ts'
import { Delivery, codeOf } from './delivery.ts'
import type { LogSigner } from './log.ts'
import type { Journal } from './journal.ts'
import type { CredentialRef } from './key/port.ts'
import { Pkcs12Keys } from './key/pkcs12.ts'
import type { PinCounter } from './key/pin.ts'
import type { Outbox } from './outbox.ts'
import type { Server } from './server.ts'
import { type SignedFiles, type Work, prepareWork } from './work.ts'
import type { TimeStyle } from './xml/element.ts'

export interface AgentParts {
  readonly server: Server
  readonly credentials: string
  readonly pins: PinCounter
  readonly journal: Journal
  readonly outbox: Outbox
  readonly log: Pick<LogSigner, 'checkpoint' | 'demand'>
  readonly style: TimeStyle
  readonly now: () => Date
  /** Looks at the finished files with code that does not share the signer's; throws `artefact.invalid`. */
  readonly verify: (files: SignedFiles, work: Work) => Promise<void>
  readonly report: (event: string, facts: Readonly<Record<string, unknown>>) => void
  /** Settles when the credentials of the demo school are made; at once for a real school. */
  readonly ready: Promise<void>
}

export interface Progress {
  readonly total: number
  readonly done: number
  readonly failed: number
  readonly finished: boolean
}

/** An authorisation ends with its batch, or after five minutes. */
const sessionMilliseconds = 5 * 60_000

/** The flow: a person authorises a batch; each job is checked, signed, verified, journalled and returned. */
export class Agent {
  readonly #parts: AgentParts
  readonly #progress = new Map<string, Progress>()
  readonly #running = new Set<Promise<void>>()
  readonly #delivery: Delivery

  constructor(parts: AgentParts) {
    this.#parts = parts
    this.#delivery = new Delivery(parts)
  }

  /** Settles when holders can be asked. */
  get ready(): Promise<void> {
    return this.#parts.ready
  }

  /** What the page shows before the PIN. */
  batch(id: string, code: string): Promise<AgentBatch> {
    return this.#parts.server.batch(id, code)
  }

  progress(id: string): Progress | undefined {
    return this.#progress.get(id)
  }

  /**
   * Tries the PIN, uses the code up and signs the batch in the background. The PIN is zeroed when the batch is over, or at once when
   * it is refused; a wrong one is counted and the code stays good.
   */
  async authorize(id: string, code: string, pin: Uint8Array): Promise<void> {
    const { server, credentials, pins } = this.#parts
    const keys = new Pkcs12Keys(credentials, pins, () => Promise.resolve(Uint8Array.from(pin)))
    try {
      await this.#parts.ready
      const batch = await server.batch(id, code)
      const credential = await keys.find(batch.person)
      await keys.check(batch.person, pin)
      const jobs = await server.start(id, code)
      const run = this.#run(id, jobs, keys, credential).finally(() => {
        pin.fill(0)
        this.#running.delete(run)
      })
      this.#running.add(run)
    } catch (cause) {
      pin.fill(0)
      throw cause
    }
  }

  /** Sends what a crash or a lost connection left in the outbox. */
  resend(): Promise<void> {
    return this.#delivery.resend()
  }

  /** Waits for the batches under way. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  async #run(id: string, jobs: readonly AgentJob[], keys: Pkcs12Keys, credential: CredentialRef): Promise<void> {
    const { server, now, report } = this.#parts
    const deadline = now().getTime() + sessionMilliseconds
    this.#progress.set(id, { total: jobs.length, done: 0, failed: 0, finished: false })
    const size = Math.max(1, Math.floor(credential.maxBatch / 2))
    for (let start = 0; start < jobs.length; start += size)
      await this.#runPart(id, jobs.slice(start, start + size), keys, credential, deadline)
    this.#count(id, { finished: true })
    await server.finish(id).catch((cause: unknown) => report('finish.failed', { batch: id, code: codeOf(cause) }))
    report('batch.finished', { batch: id, ...this.#progress.get(id) })
  }

  async #runPart(id: string, jobs: readonly AgentJob[], keys: Pkcs12Keys, credential: CredentialRef, deadline: number): Promise<void> {
    const works: Work[] = []
    const head = this.#parts.log.checkpoint()
    head.catch(() => undefined) // each job that needs it fails with its reason
    for (const job of jobs) {
      const work = await this.#prepare(id, job, credential, head)
      if (work !== undefined) works.push(work)
    }
    if (works.length === 0) return
    if (this.#parts.now().getTime() > deadline) return this.#failAll(id, works, new Fault('batch.unknown'))
    const digests = works.flatMap((work) => work.digests)
    const summaryDigest = createHash('sha256')
      .update(jobs.map((job) => job.digest).join('\n'))
      .digest('hex')
    const display = { title: id, count: works.length, summaryDigest }
    try {
      const authorization = await keys.authorize({ credential: credential.id, digests, hashAlg: 'sha256', display })
      for (const work of works) await this.#sign(id, work, () => keys.signHashes(authorization, work.digests))
      await keys.release(authorization)
    } catch (cause) {
      await this.#failAll(id, works, cause)
    }
  }

  async #failAll(id: string, works: readonly Work[], cause: unknown): Promise<void> {
    for (const work of works) await this.#fail(id, work.job, cause)
  }

  /** `undefined` when nothing is left to sign: sent again from the outbox, or failed. */
  async #prepare(id: string, job: AgentJob, credential: CredentialRef, head: Promise<Checkpoint>): Promise<Work | undefined> {
    const { server, journal, outbox, now, style, log } = this.#parts
    try {
      const letter = await outbox.find(job)
      if (letter !== undefined) {
        const isSent = await this.#delivery.send({ ...letter, job: job.id })
        this.#count(id, isSent ? { done: 1 } : { failed: 1 })
        return undefined
      }
      if (journal.wasReturned(job)) throw new Fault('signing.order', { detail: 'Chữ ký này đã được ký và giao cho máy chủ.' })
      const hand = { certificate: readCertificate(credential.certificate), chain: credential.chain, style, time: vietnamTime(now()) }
      await log.demand(job, await head)
      return await prepareWork(server, job, hand)
    } catch (cause) {
      await this.#fail(id, job, cause)
      return undefined
    }
  }

  async #sign(id: string, work: Work, sign: () => Promise<readonly Uint8Array[]>): Promise<void> {
    const { journal, outbox, verify } = this.#parts
    const { job } = work
    try {
      const files = work.finish(await sign())
      await verify(files, work)
      const subject = { digest: job.digest, role: job.role, person: job.person }
      const result = { xml: base64(files.xml), pdf: base64(files.pdf) }
      await outbox.put({ job: job.id, subject, result })
      await journal.write('signed', job.id, subject)
      const isSent = await this.#delivery.send({ job: job.id, subject, result })
      this.#count(id, isSent ? { done: 1 } : { failed: 1 })
    } catch (cause) {
      await this.#fail(id, job, cause)
    }
  }

  async #fail(id: string, job: AgentJob, cause: unknown): Promise<void> {
    const { server, journal, report } = this.#parts
    const code = codeOf(cause)
    report('job.failed', { job: job.id, code, ...(code === 'internal' ? { error: String(cause) } : {}) })
    this.#count(id, { failed: 1 })
    await journal.write('failed', job.id, job, code)
    const detail = cause instanceof Fault ? cause.message : undefined
    const failure = { code, ...(detail === undefined ? {} : { detail }) }
    await server.failure(job.id, failure).catch((error: unknown) => report('failure.unsent', { job: job.id, code: codeOf(error) }))
  }

  #count(id: string, more: Partial<Progress>): void {
    const { total, done, failed } = this.#progress.get(id) ?? { total: 0, done: 0, failed: 0 }
    this.#progress.set(id, { total, done: done + (more.done ?? 0), failed: failed + (more.failed ?? 0), finished: more.finished ?? false })
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** `2026-06-20T08:00:00+07:00` */
const vietnamTime = (now: Date): string => new Date(now.getTime() + 7 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+07:00')
