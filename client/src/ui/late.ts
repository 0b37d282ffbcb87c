import { useEffect, useSyncExternalStore } from 'react'

/** Code that is fetched when it is first wanted. */
export type Arrival<Code> =
  | { readonly state: 'awaited' }
  | { readonly state: 'here'; readonly code: Code }
  /** The network failed, or a newer version has taken the place of the file. */
  | { readonly state: 'missing'; readonly tries: number }

/** One piece of such code, fetched once for the whole page. A failed fetch is an outcome, and can be tried again. */
export class Late<Code> {
  readonly #load: () => Promise<Code>
  readonly #listeners = new Set<() => void>()
  #arrival: Arrival<Code> = { state: 'awaited' }
  #running: Promise<void> | undefined

  constructor(load: () => Promise<Code>) {
    this.#load = load
  }

  get arrival(): Arrival<Code> {
    return this.#arrival
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly fetch = (): Promise<void> => {
    if (this.#arrival.state === 'here') return Promise.resolve()
    this.#running ??= this.#try().finally(() => (this.#running = undefined))
    return this.#running
  }

  async #try(): Promise<void> {
    const tries = this.#arrival.state === 'missing' ? this.#arrival.tries + 1 : 1
    this.#arrival = await this.#load().then(
      (code): Arrival<Code> => ({ state: 'here', code }),
      (): Arrival<Code> => ({ state: 'missing', tries }), // told to the user by whoever shows the part
    )
    for (const listener of this.#listeners) listener()
  }
}

/** Fetches the code once it is due (after `patience` milliseconds), and again when the network comes back. */
export function useLate<Code>(late: Late<Code>, isDue = true, patience = 0): Arrival<Code> {
  const arrival = useSyncExternalStore(late.subscribe, () => late.arrival)
  const isAway = isDue && arrival.state !== 'here'
  useEffect(() => {
    if (!isAway) return undefined
    const fetch = (): void => void late.fetch()
    const timer = patience > 0 ? setTimeout(fetch, patience) : fetch()
    window.addEventListener('online', fetch)
    return () => {
      clearTimeout(timer ?? undefined)
      window.removeEventListener('online', fetch)
    }
  }, [late, isAway, patience])
  return arrival
}
