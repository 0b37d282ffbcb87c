/** While one job waits for the server or the disk, others are rendered, signed and verified. */
const atOnce = 6

/** Does the work of every item, some at a time; the results in the order of the items. */
export async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  const rest = items.entries()
  const lane = async (): Promise<void> => {
    for (const [index, item] of rest) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return results
}

/** More than what is made at a time: the other side takes them in groups. */
const mostInFlight = 16

/** Work that is waited for at the end; who adds to it waits only while there is too much of it. */
export class InFlight {
  readonly #running = new Set<Promise<void>>()

  /** `work` does not reject. */
  async add(work: () => Promise<void>): Promise<void> {
    while (this.#running.size >= mostInFlight) await Promise.race(this.#running)
    const one = work().finally(() => this.#running.delete(one))
    this.#running.add(one)
  }

  async settle(): Promise<void> {
    await Promise.all(this.#running)
  }
}
