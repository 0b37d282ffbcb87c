import { randomBytes, timingSafeEqual } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import { type Clock, rfc3339 } from '../clock.ts'
import { sha256Hex } from './digest.ts'
import type { Origin, Sessions } from './session.ts'

const life = 2 * 60_000
const mostOpen = 10_000
const mostOfAccount = 5
const mostWrong = 5

/** Somebody's wish to sign in as an account, which the account's key has to confirm. */
export interface Challenge {
  readonly id: string
  /** As typed: whether there is such an account is told to nobody. */
  readonly user: string
  readonly nonce: string
  readonly from: Origin
  readonly expires: string
}

interface Open {
  readonly challenge: Challenge
  readonly codeHash: string
  readonly secretHash: string
  readonly until: number
  state: 'waiting' | 'judging' | 'proved'
  wrong: number
}

/** One sentence for whatever is wrong: who guesses learns nothing from it. */
export const refused = (): Fault =>
  new Fault('session.invalid', { detail: 'Không đăng nhập được bằng chứng thư số: yêu cầu không đúng, đã dùng hoặc đã hết hạn.' })

/**
 * The open challenges of sign-ins by certificate (001 art. 8b), in memory: a restart forgets them. Each has a code for the agent, a
 * secret for the browser that asked, two minutes, and one use.
 */
export class CertificateLogins {
  readonly #clock: Clock
  readonly #sessions: Pick<Sessions, 'demandUnlocked' | 'failed'>
  readonly #open = new Map<string, Open>()

  constructor(clock: Clock, sessions: Pick<Sessions, 'demandUnlocked' | 'failed'>) {
    this.#clock = clock
    this.#sessions = sessions
  }

  /** @throws Fault `session.locked`, `limit` */
  open(user: string, from: Origin): { readonly challenge: Challenge; readonly code: string; readonly secret: string } {
    this.#sessions.demandUnlocked(user, from.address)
    this.#makeRoom(user)
    const [id, nonce, code, secret] = [token(16), token(32), token(16), token(32)]
    const until = this.#clock.now().getTime() + life
    const challenge = { id, user, nonce, from, expires: rfc3339(new Date(until)) }
    this.#open.set(id, { challenge, codeHash: sha256Hex(code), secretHash: sha256Hex(secret), until, state: 'waiting', wrong: 0 })
    return { challenge, code, secret }
  }

  /** What an agent may show to its holder. @throws Fault `session.invalid` */
  shown(id: string, code: string): Challenge {
    return this.#waiting(id, code).challenge
  }

  /** Uses the code up: one answer is judged, no second. @throws Fault `session.invalid` */
  take(id: string, code: string): Challenge {
    const open = this.#waiting(id, code)
    open.state = 'judging'
    return open.challenge
  }

  proved({ id }: Challenge): void {
    const open = this.#open.get(id)
    if (open) open.state = 'proved'
  }

  /** The answer was wrong: counted as a failed sign-in, and the challenge is void. */
  failed({ id, user, from }: Challenge): void {
    this.#open.delete(id)
    this.#sessions.failed(user, from.address)
  }

  /** Who has proved to be the account's holder, once; `undefined` while that is awaited. @throws Fault `session.invalid`, `session.locked` */
  claim(id: string, secret: string, address: string): string | undefined {
    const open = this.#find(id)
    if (!isSame(open.secretHash, secret)) throw this.#wrong(open, address)
    if (open.state !== 'proved') return undefined
    const { user } = open.challenge
    this.#sessions.demandUnlocked(user, address)
    this.#open.delete(id)
    return user
  }

  #waiting(id: string, code: string): Open {
    const open = this.#find(id)
    if (!isSame(open.codeHash, code)) throw this.#wrong(open, open.challenge.from.address)
    if (open.state !== 'waiting') throw refused()
    return open
  }

  #find(id: string): Open {
    const open = this.#open.get(id)
    if (!open || open.until <= this.#clock.now().getTime()) throw refused()
    return open
  }

  #wrong(open: Open, address: string): Fault {
    open.wrong += 1
    this.#sessions.failed(open.challenge.user, address)
    if (open.wrong >= mostWrong) this.#open.delete(open.challenge.id)
    return refused()
  }

  /** The oldest of an account gives way: nobody keeps a holder out by asking. */
  #makeRoom(user: string): void {
    const now = this.#clock.now().getTime()
    for (const [id, { until }] of this.#open) if (until <= now) this.#open.delete(id)
    const own = [...this.#open.values()].filter(({ challenge, state }) => challenge.user === user && state === 'waiting')
    const [oldest] = own
    if (oldest && own.length >= mostOfAccount) this.#open.delete(oldest.challenge.id)
    if (this.#open.size >= mostOpen) throw new Fault('limit')
  }
}

const token = (bytes: number): string => randomBytes(bytes).toString('base64url')

const isSame = (hash: string, given: string): boolean => timingSafeEqual(Buffer.from(hash), Buffer.from(sha256Hex(given)))
