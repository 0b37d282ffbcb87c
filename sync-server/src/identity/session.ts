import { randomBytes } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import { type Clock, newId, rfc3339 } from '../clock.ts'
import type { DirectoryStore, SessionRecord } from '../store/port.ts'
import { checkPassword } from './password.ts'
import { sha256Hex } from './digest.ts'
import type { SecondFactor } from './second-factor.ts'
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
  readonly device: string
}

/** An account or an address has just been locked for failed tries; `user` is what was typed. */
export interface Risk {
  readonly of: 'account' | 'address'
  readonly user: string
  readonly address: string
}

/** Where a sign-in comes from. */
export interface Origin {
  readonly address: string
  readonly device: string
}

/** 256-bit opaque tokens, stored as SHA-256; 12 hours absolute. */
export class Sessions {
  readonly #store: DirectoryStore
  readonly #clock: Clock
  readonly #limit: SignInLimit
  readonly #secondFactor: Pick<SecondFactor, 'check'>
  readonly #tickets = new Map<string, { readonly session: Session; readonly until: number }>()
  /** Signed out here before their time, until they would have expired anyway. */
  readonly #ended = new Map<string, number>()
  readonly #onRisk: ((risk: Risk) => void)[] = []
  readonly #onEnd: ((session: string) => void)[] = []

  constructor(store: DirectoryStore, clock: Clock, failures: number, secondFactor: Pick<SecondFactor, 'check'>) {
    this.#store = store
    this.#clock = clock
    this.#limit = new SignInLimit(clock, failures)
    this.#secondFactor = secondFactor
  }

  /** @throws Fault `session.invalid` (also for an unknown account), `session.locked`, `session.otp` */
  async signIn(user: string, password: string, otp: string | undefined, from: Origin): Promise<{ session: Session; token: string }> {
    await this.demandPassword(user, password, from.address)
    await this.demandCode(user, otp, from.address)
    return this.open(user, from.device)
  }

  /** @throws Fault `session.invalid`, `session.locked` */
  async demandPassword(user: string, password: string, address: string): Promise<void> {
    this.#limit.check(user, address)
    const isRight = await checkPassword(await this.#store.passwordHash(user), password)
    // Guesses sent side by side learn nothing beyond the limit either, right or wrong.
    this.#limit.check(user, address)
    if (isRight) return
    this.failed(user, address)
    throw new Fault('session.invalid')
  }

  /** A wrong code counts as a failed try. @throws Fault `session.otp`, `session.locked` */
  async demandCode(user: string, code: string | undefined, address: string): Promise<void> {
    this.#limit.check(user, address)
    const outcome = await this.#secondFactor.check(user, code)
    if (outcome === 'passed') return
    if (outcome === 'asked') throw new Fault('session.otp')
    this.failed(user, address)
    throw new Fault('session.otp', {
      detail: 'Mã xác thực không đúng, đã hết hạn hoặc đã dùng. Hãy đợi mã mới rồi nhập lại.',
      extra: { wrong: true },
    })
  }

  /** @throws Fault `session.locked` after too many failed tries, by whatever means */
  demandUnlocked(user: string, address: string): void {
    this.#limit.check(user, address)
  }

  /** Counts a failed try. */
  failed(user: string, address: string): void {
    for (const of of this.#limit.failed(user, address)) for (const tell of this.#onRisk) tell({ of, user, address })
  }

  onRisk(tell: (risk: Risk) => void): void {
    this.#onRisk.push(tell)
  }

  async open(user: string, device: string): Promise<{ session: Session; token: string }> {
    const token = randomBytes(32).toString('base64url')
    const createdAt = this.#clock.now()
    const session: Session = { id: newId(), user, createdAt, expiresAt: new Date(createdAt.getTime() + absolute), device }
    await this.#store.openSession({
      id: session.id,
      tokenHash: sha256Hex(token),
      user,
      createdAt: rfc3339(createdAt),
      expiresAt: rfc3339(session.expiresAt),
      device,
    })
    return { session, token }
  }

  /** The session of a token, or `undefined` when there is none or it has expired. */
  async find(token: string): Promise<Session | undefined> {
    return this.#live(await this.#store.session(sha256Hex(token)))
  }

  /** Those of a person that are still open, newest first. */
  async list(user: string): Promise<readonly Session[]> {
    return (await this.#store.sessionsOf(user)).flatMap((record) => this.#live(record) ?? [])
  }

  async byId(id: string): Promise<Session | undefined> {
    return this.#live(await this.#store.sessionById(id))
  }

  /** Signs out: the token, its tickets and everything opened with them end at once. */
  async close(token: string): Promise<void> {
    await this.#end(await this.#store.session(sha256Hex(token)))
  }

  /** Ends a session from elsewhere. */
  async revoke(id: string): Promise<void> {
    await this.#end(await this.#store.sessionById(id))
  }

  /** Ends all sessions of a person, but the one that asks. */
  async revokeAll(user: string, except?: string): Promise<void> {
    for (const record of await this.#store.sessionsOf(user)) if (record.id !== except) await this.#end(record)
  }

  async #end(record: SessionRecord | undefined): Promise<void> {
    if (!record) return
    await this.#store.closeSession(record.tokenHash)
    const session = this.#live(record)
    if (!session) return
    const now = this.#clock.now().getTime()
    for (const [old, until] of this.#ended) if (until < now) this.#ended.delete(old)
    this.#ended.set(session.id, session.expiresAt.getTime())
    for (const tell of this.#onEnd) tell(session.id)
  }

  #live(record: SessionRecord | undefined): Session | undefined {
    if (!record) return undefined
    const { id, user, device = '' } = record
    const expiresAt = new Date(record.expiresAt)
    return expiresAt > this.#clock.now() ? { id, user, createdAt: new Date(record.createdAt), expiresAt, device } : undefined
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
