import { randomUUID } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import { type Authorization, type AuthorizationRequest, hexOf, sessionMilliseconds } from './port.ts'

interface Open<Held> {
  readonly held: Held
  readonly digests: ReadonlySet<string>
  readonly until: number
}

/** The open authorisations of one provider: which digests each released, and what it holds for them, for five minutes. */
export class Authorizations<Held> {
  readonly #open = new Map<string, Open<Held>>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  add(request: AuthorizationRequest, held: Held, id: string = randomUUID()): Authorization {
    this.#open.set(id, { held, digests: new Set(request.digests.map(hexOf)), until: this.#now() + sessionMilliseconds })
    return { id, credential: request.credential }
  }

  /**
   * What the authorisation holds, if it may be used for these digests.
   * @throws Fault `batch.unknown` after its end, `digest.mismatch` for a digest that the person did not release
   */
  demand(authorization: Authorization, digests: readonly Uint8Array[]): Held {
    const open = this.#open.get(authorization.id)
    if (open === undefined || this.#now() >= open.until) throw new Fault('batch.unknown')
    if (!digests.every((digest) => open.digests.has(hexOf(digest)))) throw new Fault('digest.mismatch')
    return open.held
  }

  remove(authorization: Authorization): Held | undefined {
    const open = this.#open.get(authorization.id)
    this.#open.delete(authorization.id)
    return open?.held
  }
}
