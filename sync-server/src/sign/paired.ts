import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import { type PairAnswer, type PairRequest, pairTexts, pairingCode, readPairingCode } from '@hocba/shared/wire'
import { type Clock, rfc3339 } from '../clock.ts'
import { sha256Hex } from '../identity/digest.ts'
import type { AgentRecord, DirectoryStore } from '../store/port.ts'

const codeLife = 10 * 60_000
const mostWrong = 5

interface Offer {
  readonly user: string
  readonly session: string
  readonly secret: string
  readonly until: number
  wrong: number
}

/** Who has been paired, and what the server tells the new agent of itself. */
export interface Introduction {
  readonly name: string
  readonly school: string
  readonly logKey: string
  readonly roots: string
}

/** Signing agents on holders' own computers: each bound to one account, by a code that its holder has carried there. */
export class PairedAgents {
  readonly #store: DirectoryStore
  readonly #clock: Clock
  readonly #byToken: Map<string, AgentRecord>
  /** Codes not yet used, by their first four letters; a restart forgets them. */
  readonly #offers = new Map<string, Offer>()
  readonly #seen = new Map<string, number>()

  private constructor(store: DirectoryStore, clock: Clock, records: readonly AgentRecord[]) {
    this.#store = store
    this.#clock = clock
    this.#byToken = new Map(records.map((record) => [record.tokenHash, record]))
  }

  static async load(store: DirectoryStore, clock: Clock): Promise<PairedAgents> {
    return new PairedAgents(store, clock, await store.agents())
  }

  /** A new code; the person's earlier ones are void. */
  offer(user: string, session: string): { readonly code: string; readonly expiresAt: string } {
    const now = this.#clock.now().getTime()
    for (const [id, offer] of this.#offers) if (offer.user === user || offer.until <= now) this.#offers.delete(id)
    const code = pairingCode(randomBytes(20))
    const parts = readPairingCode(code)
    if (parts === undefined || this.#offers.has(parts.id)) return this.offer(user, session)
    const until = now + codeLife
    this.#offers.set(parts.id, { user, session, secret: parts.secret, until, wrong: 0 })
    return { code, expiresAt: rfc3339(new Date(until)) }
  }

  /**
   * Whose code it is, once. @throws Fault `pairing.code` for a wrong, used or expired code; five wrong proofs void it
   */
  redeem(request: PairRequest): { readonly user: string; readonly session: string; readonly secret: string } {
    const offer = this.#offers.get(request.id)
    if (offer === undefined || offer.until <= this.#clock.now().getTime()) throw new Fault('pairing.code')
    if (!isSame(hmac(offer.secret, pairTexts.agent(request)), request.proof)) {
      offer.wrong += 1
      if (offer.wrong >= mostWrong) this.#offers.delete(request.id)
      throw new Fault('pairing.code')
    }
    this.#offers.delete(request.id)
    return offer
  }

  /** Keeps the new agent, and answers it with the proof that this is the server where the code was shown. */
  async add(
    { name, nonce }: PairRequest,
    { user, secret }: { readonly user: string; readonly secret: string },
    introduction: Introduction,
    id: string,
  ): Promise<PairAnswer> {
    const token = randomBytes(32).toString('base64url')
    await this.#put({ id, user, name, tokenHash: sha256Hex(token), pairedAt: rfc3339(this.#clock.now()), revokedAt: null })
    const answer = { agent: id, account: user, token, ...introduction }
    return { ...answer, proof: hmac(secret, pairTexts.server(nonce, answer)) }
  }

  /** The account that the token's agent signs for. */
  accountOf(token: string): string | undefined {
    const record = this.#byToken.get(sha256Hex(token))
    if (record === undefined || record.revokedAt !== null) return undefined
    this.#seen.set(record.id, this.#clock.now().getTime())
    return record.user
  }

  of(user: string): readonly { readonly id: string; readonly name: string; readonly pairedAt: string; readonly seenAt: string | null }[] {
    return [...this.#byToken.values()]
      .filter((record) => record.user === user && record.revokedAt === null)
      .map(({ id, name, pairedAt }) => {
        const seen = this.#seen.get(id)
        return { id, name, pairedAt, seenAt: seen === undefined ? null : rfc3339(new Date(seen)) }
      })
  }

  find(id: string): AgentRecord | undefined {
    return [...this.#byToken.values()].find((record) => record.id === id && record.revokedAt === null)
  }

  async revoke(record: AgentRecord): Promise<void> {
    await this.#put({ ...record, revokedAt: rfc3339(this.#clock.now()) })
  }

  async #put(record: AgentRecord): Promise<void> {
    await this.#store.putAgent(record)
    this.#byToken.set(record.tokenHash, record)
  }
}

const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex')

const isSame = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
