import { readFile, rename, writeFile } from 'node:fs/promises'
import { Fault, fromHex } from '@hocba/shared/core'
import { type Checkpoint, type LogProof, type VerifierKey, isGrown, openNote } from '@hocba/shared/log'
import type { AgentJob } from '@hocba/shared/wire'
import { type LogPlace, type SignedHead, type WorkOnRecord, checkEd25519, demandProven, demandUnder, readLogKey, sha256 } from './log.ts'
import type { Server } from './server.ts'

/** Where signed heads of the school's log come from. */
export interface LogSource {
  /** The newest checkpoint that the school's agent has signed. */
  newest(): Promise<string | null>
  /** That the log of size `to` is that of size `from` grown; hashes in hex. */
  consistency(from: number, to: number): Promise<readonly string[]>
}

const attempts = 6

/**
 * The school's log as an agent on somebody's own computer looks at it: it signs no head, but believes only heads signed with the key
 * that it was given at pairing, each grown from the last one seen here, and lets its key near nothing that is not on record there (I16).
 */
export class LogWatcher {
  readonly #server: Pick<Server, 'provenWork'> & LogSource
  readonly #place: Omit<LogPlace, 'key'>
  readonly #pause: (milliseconds: number) => Promise<void>

  constructor(
    server: Pick<Server, 'provenWork'> & LogSource,
    place: Omit<LogPlace, 'key'>,
    pause: (milliseconds: number) => Promise<void>,
  ) {
    this.#server = server
    this.#place = place
    this.#pause = pause
  }

  /** @throws Fault `log.note`, `log.forked`, `log.rewound`, `store.unavailable` */
  async checkpoint(): Promise<SignedHead> {
    const key = await readLogKey(this.#place.publicKey)
    const note = await this.#server.newest()
    if (note === null) throw new Fault('store.unavailable', { detail: 'Nhật ký của trường chưa có điểm xác nhận.' })
    const head = await opened(note, key)
    if (head === undefined) throw new Fault('log.note')
    const last = await this.#last(key)
    if (last !== undefined && last.origin === head.origin) await this.#demandGrown(last, head)
    await writeFile(`${this.#place.last}.new`, note, { mode: 0o600, flush: true })
    await rename(`${this.#place.last}.new`, this.#place.last)
    return { checkpoint: head, note }
  }

  /** What was made a moment ago is under the next head, which the school's agent signs within seconds. @throws Fault `log.forked`, `log.range` */
  async demand(job: AgentJob, head: SignedHead): Promise<WorkOnRecord> {
    const key = await readLogKey(this.#place.publicKey)
    let under = head
    for (let attempt = 1; ; attempt++) {
      try {
        return await demandUnder(this.#server, job, under, key)
      } catch (cause) {
        if (!(cause instanceof Fault && cause.code === 'log.range') || attempt === attempts) throw cause
      }
      await this.#pause(1_000)
      under = await this.checkpoint()
    }
  }

  /** The same of a proof that a file brings along from its first signer. @throws Fault `log.forked` */
  async demandProof(job: AgentJob, proof: LogProof): Promise<void> {
    await demandProven(job, proof, await readLogKey(this.#place.publicKey))
  }

  async #demandGrown(last: Checkpoint, head: Checkpoint): Promise<void> {
    if (head.size < last.size) throw new Fault('log.rewound')
    const proof = await this.#server.consistency(last.size, head.size)
    if (!(await isGrown(last, head, proof.map(fromHex), sha256))) throw new Fault('log.forked')
  }

  async #last(key: VerifierKey): Promise<Checkpoint | undefined> {
    const text = await readFile(this.#place.last, 'utf8').catch(() => undefined)
    return text === undefined ? undefined : opened(text, key)
  }
}

async function opened(note: string, key: VerifierKey): Promise<Checkpoint | undefined> {
  const read = await openNote(note, key, checkEd25519)
  return read.ok ? read.value : undefined
}
