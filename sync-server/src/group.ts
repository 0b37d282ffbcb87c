import type { Exclusive } from './exclusive.ts'

export interface Waiting<Asked, Answer> {
  readonly asked: Asked
  readonly settle: (answer: Answer) => void
  readonly fail: (cause: unknown) => void
}

/** Settles each of them, or puts it off. */
type Keep<Asked, Answer> = (group: readonly Waiting<Asked, Answer>[]) => Promise<void>

/** What is asked while others are being kept is kept with one commit: a class, or a school, asks at once. */
export class Group<Asked, Answer> {
  readonly #exclusive: Exclusive
  readonly #key: string
  readonly #keep: Keep<Asked, Answer>
  #waiting: Waiting<Asked, Answer>[] = []

  /** `keep` runs alone among all that is exclusive under `key`. */
  constructor(exclusive: Exclusive, key: string, keep: Keep<Asked, Answer>) {
    this.#exclusive = exclusive
    this.#key = key
    this.#keep = keep
  }

  add(asked: Asked): Promise<Answer> {
    return new Promise((settle, fail) => this.putOff({ asked, settle, fail }))
  }

  /** Until the next group. */
  putOff(waiting: Waiting<Asked, Answer>): void {
    this.#waiting.push(waiting)
    void this.#exclusive.run(this.#key, async () => {
      const group = this.#waiting.splice(0)
      if (group.length === 0) return
      await this.#keep(group).catch((cause: unknown) => group.forEach((one) => one.fail(cause)))
    })
  }
}
