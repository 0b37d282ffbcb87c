import type { RunningSchool, Signed } from '../../support/school.ts'
import { Writer } from '../../support/writer.ts'

/** Milliseconds between two honest edits: somebody who types fast. */
const pace = 15

/** An honest teacher who writes one cell again and again and looks at the clock. */
export class Companion {
  readonly cell = '6A-30/tx4'
  readonly #writer: Writer
  #mark = 0
  #count = 0
  #onServed: { readonly at: number; readonly tell: () => void }[] = []

  private constructor(writer: Writer) {
    this.#writer = writer
  }

  static async join(school: RunningSchool, person: Signed, grid: string): Promise<Companion> {
    return new Companion(await Writer.join(school, person, grid, 1))
  }

  /** The Yjs client id, which everybody on the grid can see. */
  get client(): number {
    return this.#writer.doc.clientID
  }

  get doc(): Writer['doc'] {
    return this.#writer.doc
  }

  /** Writes until told to stop; then says how long each edit waited for its acknowledgement, in milliseconds. */
  writeUntil(): { stop(): Promise<readonly number[]> } {
    const order = { goesOn: true }
    const waits: number[] = []
    const writing = (async (): Promise<void> => {
      while (order.goesOn || waits.length < 3) waits.push(await this.edit())
    })()
    return {
      async stop() {
        order.goesOn = false
        await writing
        return waits
      },
    }
  }

  /** Resolves when so many more edits have been acknowledged: an attack that lasts this long has met an honest client. */
  served(count: number): Promise<void> {
    return new Promise((tell) => this.#onServed.push({ at: this.#count + count, tell }))
  }

  /** One edit; resolves to how long its acknowledgement took. */
  async edit(): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, pace))
    this.#mark = (this.#mark + 1) % 101
    const answered = this.#writer.acknowledgement()
    const refused = this.#writer.refusal().then(({ code }) => Promise.reject(new Error(`an honest edit was refused: ${code}`)))
    const started = performance.now()
    this.#writer.set(this.cell, this.#mark)
    await Promise.race([answered, refused, late()])
    this.#count += 1
    for (const { at, tell } of this.#onServed) if (at <= this.#count) tell()
    return performance.now() - started
  }

  leave(): void {
    this.#writer.close()
  }
}

/** Long after what is asserted: the test then says what was waited for. */
function late(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('an honest edit was not acknowledged within 15 s')), 15_000).unref()
  })
}
