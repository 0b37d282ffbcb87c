import { createHash, randomBytes } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import { type Clock, newId, rfc3339 } from '../clock.ts'
import type { DirectoryStore } from '../store/port.ts'
import { checkPassword } from './password.ts'
import { SignInLimit } from './sign-in-limit.ts'

const hours = 3_600_000
const absolute = 12 * hours
const stepUp = 5 * 60_000
const ticketLife = 30_000

/** A signed-in person; `id` names the session in the log. */
export interface Session {
  readonly id: string
  readonly user: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

export const sha256Hex = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** 256-bit opaque tokens, stored as SHA-256; 12 hours absolute. */
export class Sessions {
  readonly #store: DirectoryStore
  readonly #clock: Clock
  readonly #limit: SignInLimit
  readonly #tickets = new Map<string, { readonly session: Session; readonly until: number }>()
  /** Signed out here before their time, until they would have expired anyway. */
  readonly #ended = new Map<string, number>()
  readonly #onEnd: ((session: string) => void)[] = []

  constructor(store: DirectoryStore, clock: Clock, failures: number) {
    this.#store = store
    this.#clock = clock
    this.#limit = new SignInLimit(clock, failures)
  }

  /** @throws Fault `session.invalid` (also for an unknown account), `session.locked` */
  async signIn(user: string, password: string, address: string): Promise<{ session: Session; token: string }> {
    this.#limit.check(user, address)
    const isRight = await checkPassword(await this.#store.passwordHash(user), password)
    // Guesses sent side by side learn nothing beyond the limit either, right or wrong.
    this.#limit.check(user, address)
    if (!isRight) {
      this.#limit.failed(user, address)
      throw new Fault('session.invalid')
    }
    return this.open(user)
  }

  async open(user: string): Promise<{ session: Session; token: string }> {
    const token = randomBytes(32).toString('base64url')
    const createdAt = this.#clock.now()
    const session: Session = { id: newId(), user, createdAt, expiresAt: new Date(createdAt.getTime() + absolute) }
    await this.#store.openSession({
      id: session.id,
      tokenHash: sha256Hex(token),
      user,
      createdAt: rfc3339(createdAt),
      expiresAt: rfc3339(session.expiresAt),
    })
    return { session, token }
  }

  /** The session of a token, or `undefined` when there is none or it has expired. */
  async find(token: string): Promise<Session | undefined> {
    const record = await this.#store.session(sha256Hex(token))
    if (!record) return undefined
    const expiresAt = new Date(record.expiresAt)
    if (expiresAt <= this.#clock.now()) return undefined
    return { id: record.id, user: record.user, createdAt: new Date(record.createdAt), expiresAt }
  }

  /** Signs out: the token, its tickets and everything opened with them end at once. */
  async close(token: string): Promise<void> {
    const session = await this.find(token)
    await this.#store.closeSession(sha256Hex(token))
    if (!session) return
    const now = this.#clock.now().getTime()
    for (const [old, until] of this.#ended) if (until < now) this.#ended.delete(old)
    this.#ended.set(session.id, session.expiresAt.getTime())
    for (const tell of this.#onEnd) tell(session.id)
  }

  /** Whether somebody has signed out of this session; answered at once, for what was looked up a moment ago. */
  hasEnded(session: Session): boolean {
    return this.#ended.has(session.id)
  }

  onEnd(tell: (session: string) => void): void {
    this.#onEnd.push(tell)
  }

  freshUntil(session: Session): Date {
    return new Date(session.createdAt.getTime() + stepUp)
  }

  isFresh(session: Session): boolean {
    return this.#clock.now() <= this.freshUntil(session)
  }

  /** A single-use pass of 30 seconds for a WebSocket opened without cookie or header. */
  ticket(session: Session): string {
    const now = this.#clock.now().getTime()
    for (const [old, { until }] of this.#tickets) if (until < now) this.#tickets.delete(old)
    const ticket = randomBytes(24).toString('base64url')
    this.#tickets.set(ticket, { session, until: now + ticketLife })
    return ticket
  }

  redeem(ticket: string): Session | undefined {
    const found = this.#tickets.get(ticket)
    this.#tickets.delete(ticket)
    const now = this.#clock.now()
    if (!found || this.hasEnded(found.session) || found.until < now.getTime()) return undefined
    return found.session.expiresAt > now ? found.session : undefined
  }
}
