/** Work that many ask for at the same time and that costs the same for all of them: what comes while it runs is done together next. */
export class Shared<Item> {
  readonly #work: (items: readonly Item[]) => Promise<void>
  #items: Item[] = []
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  constructor(work: (items: readonly Item[]) => Promise<void>) {
    this.#work = work
  }

  /** Settles when the work that has this item in it is done. */
  add(item: Item): Promise<void> {
    this.#items.push(item)
    this.#next ??= this.#begin()
    return this.#next
  }

  #begin(): Promise<void> {
    const begin = (): Promise<void> => {
      this.#next = undefined
      this.#running = this.#work(this.#items.splice(0))
      return this.#running
    }
    return this.#running.then(begin, begin)
  }
}
