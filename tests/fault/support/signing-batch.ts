import { type RunningSchool, type Signed, call, demoPin } from '../../support/school.ts'

interface Progress {
  readonly state: string
  readonly total: number
  readonly done: number
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** One batch of everything that a person may sign now, begun and not waited for. */
export class SigningBatch {
  readonly size: number
  readonly #person: Signed
  readonly #id: string
  readonly #asked: Promise<boolean>

  private constructor(person: Signed, id: string, size: number, asked: Promise<boolean>) {
    this.#person = person
    this.#id = id
    this.size = size
    this.#asked = asked
  }

  /** `undefined` when nothing is due. */
  static async open(person: Signed): Promise<SigningBatch | undefined> {
    const { body: jobs } = await person.get<readonly { readonly id: string }[]>('/api/signing/jobs')
    if (jobs.length === 0) return undefined
    const { body } = await person.post<{ id: string; code: string; agentUrl: string }>('/api/signing/batches', {
      jobs: jobs.map(({ id }) => id),
    })
    const path = `/batches/${body.id}/authorize`
    const asked = call(new URL(body.agentUrl).origin, 'POST', path, { code: body.code, pin: demoPin }).then(
      ({ status }) => status === 202,
      () => false,
    )
    return new SigningBatch(person, body.id, jobs.length, asked)
  }

  /** Whether it is over; one that was killed before it began is too. */
  async isOver(): Promise<boolean> {
    const begun = await this.#asked
    const { body } = await this.#person.get<Progress>(`/api/signing/batches/${this.#id}`)
    return body.state === 'done' || body.state === 'failed' || (!begun && body.state === 'waiting')
  }

  /** @throws Error with what the programs said, when the person would have to wait for the lease to lapse */
  async over(school: RunningSchool, patience: number): Promise<void> {
    const until = Date.now() + patience
    while (Date.now() < until) {
      if (await this.isOver()) return
      await pause(50)
    }
    throw new Error(`the batch of ${this.#person.user} hangs:\n${school.output()}`)
  }
}
