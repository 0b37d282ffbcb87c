import { Worker } from 'node:worker_threads'
import { Fault } from '@hocba/shared/core'
import type { VerifierKey } from '@hocba/shared/log'
import type { AskStatus, ExpectedSigner, RegisterAnswer, Trust, VerifyReport } from '@hocba/shared/verify'
import type { FromWorker, ToWorker } from './messages.ts'

/** What one public verification may cost. */
export interface VerifierLimits {
  readonly milliseconds: number
  readonly memoryMb: number
  readonly waiting: number
}

export const publicLimits: VerifierLimits = { milliseconds: 20_000, memoryMb: 256, waiting: 32 }

const publicProgram = new URL('./worker.js', import.meta.url)

interface Question {
  readonly trust: Trust
  readonly logKey: VerifierKey | undefined
  readonly at: Date
  readonly register: (digest: string) => Promise<RegisterAnswer>
  readonly directory: (digest: string) => Promise<readonly ExpectedSigner[] | undefined>
  readonly status: AskStatus | undefined
}

/** Checks strangers' files one after the other in a thread of its own, so that none can hold up the server (I9). */
export class Verifier {
  readonly #limits: VerifierLimits
  readonly #program: URL
  #worker: Worker | undefined
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(limits = publicLimits, program = publicProgram) {
    this.#limits = limits
    this.#program = program
  }

  /** @throws Fault `limit` when too many wait, `verify.limits` when the file costs too much */
  async verify(bytes: Uint8Array, question: Question): Promise<VerifyReport> {
    if (this.#waiting >= this.#limits.waiting) throw new Fault('limit')
    this.#waiting += 1
    const turn = this.#last.then(() => this.#ask(bytes, question))
    this.#last = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      this.#waiting -= 1
    }
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
    this.#worker = undefined
  }

  #ask(bytes: Uint8Array, { trust, logKey, at, register, directory, status }: Question): Promise<VerifyReport> {
    const worker = (this.#worker ??= this.#start())
    return new Promise<VerifyReport>((resolve, reject) => {
      const give = (message: ToWorker): void => worker.postMessage(message, [])
      const giveUp = (cause?: unknown): void => {
        this.#worker = undefined
        void worker.terminate()
        done(() => reject(new Fault('verify.limits', { cause })))
      }
      const late = setTimeout(giveUp, this.#limits.milliseconds)
      const hear = (message: FromWorker): void => {
        if (message.kind === 'report') return done(() => resolve(message.report))
        if (message.kind === 'failed') return done(() => reject(new Error('the trust material cannot be read')))
        if (message.kind === 'status') {
          const { id, question } = message
          return void (status?.(question) ?? Promise.resolve(undefined)).then((answer) => give({ kind: 'status', id, answer }))
        }
        if (message.kind === 'directory') {
          return void directory(message.digest).then(
            (signers) => give({ kind: 'signers', signers }),
            () => give({ kind: 'signers', signers: null }),
          )
        }
        register(message.digest).then(
          (answer) => give({ kind: 'answer', answer }),
          () => give({ kind: 'answer', answer: null }),
        )
      }
      const done = (settle: () => void): void => {
        clearTimeout(late)
        worker.off('message', hear).off('error', giveUp).off('exit', giveUp)
        settle()
      }
      worker.on('message', hear).once('error', giveUp).once('exit', giveUp)
      give({ kind: 'verify', bytes, trust, logKey, at, asksStatus: status !== undefined })
    })
  }

  #start(): Worker {
    const worker = new Worker(this.#program, {
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMb },
      env: {},
      stdin: false,
    })
    // A thread that is being ended may still run out of memory, and nobody is left who asked.
    worker.on('error', () => undefined)
    worker.unref()
    return worker
  }
}
