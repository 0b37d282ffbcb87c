import { Fault } from '@hocba/shared/core'
import { type Clock, rfc3339 } from '../clock.ts'
import { eventOf } from '../log/event.ts'
import type { CommitQueue } from '../log/commit-queue.ts'
import type { CredentialRecord } from '../store/port.ts'
import type { Accounts } from './accounts.ts'
import { sha256Hex } from './digest.ts'
import type { SecretBox } from './secret-box.ts'
import { randomBase32, stepOfCode } from './totp.ts'

interface By {
  readonly actor: { readonly id: string }
  readonly session: { readonly id: string }
}

const recoveryCodes = 10
/** How long a request to reset waits for the second person. */
const resetLife = 24 * 3_600_000

/** The second factor of each account: a code of an authenticator program, or one of the recovery codes, each good once. */
export class SecondFactor {
  readonly #accounts: Accounts
  readonly #queue: CommitQueue
  readonly #clock: Clock
  readonly #box: SecretBox

  constructor(accounts: Accounts, queue: CommitQueue, clock: Clock, box: SecretBox) {
    this.#accounts = accounts
    this.#queue = queue
    this.#clock = clock
    this.#box = box
  }

  /** How many accounts have a secret that the key does not open: it is not the key that sealed them. */
  get lost(): number {
    return Array.from(this.#accounts.credentials).filter(({ user, totp }) => totp && this.#box.open(totp.secret, user) === undefined).length
  }

  /** Whether a sign-in may go on; a right code is used up by the answer. */
  async check(user: string, code: string | undefined): Promise<'passed' | 'asked' | 'wrong'> {
    const credential = this.#accounts.credential(user)
    if (this.#accounts.isDemo || !credential.totp) return 'passed'
    if (code === undefined || code === '') return 'asked'
    return (await this.#use(credential, code)) ? 'passed' : 'wrong'
  }

  /** A new secret, which counts for nothing until a code of it has been shown. */
  async begin(user: string): Promise<string> {
    const secret = randomBase32(20)
    await this.#accounts.put({ ...this.#accounts.credential(user), pending: this.#box.seal(secret, user) })
    return secret
  }

  /**
   * From now on the account has a second factor; the recovery codes are shown this once.
   * @throws Fault `factor.state`, `factor.code`
   */
  async confirm(by: By, code: string): Promise<readonly string[]> {
    const { pending, ...credential } = this.#accounts.credential(by.actor.id)
    if (pending === undefined) throw new Fault('factor.state')
    const lastStep = this.#stepOf(by.actor.id, pending, plain(code), 0)
    if (lastStep === undefined) throw new Fault('factor.code')
    const codes = Array.from({ length: recoveryCodes }, newRecoveryCode)
    await this.#record(by, { act: 'second-factor.enrol', user: by.actor.id })
    await this.#accounts.put({
      user: credential.user,
      ...(credential.oneTime ? { oneTime: true } : {}),
      totp: { secret: pending, lastStep },
      recovery: codes.map((one) => sha256Hex(plain(one))),
    })
    return codes
  }

  /**
   * Whose word moves marks and accounts gets it reset by two others: one asks, another confirms within a day.
   * @throws Fault `factor.people` for the person concerned, and for the one who has asked
   */
  async reset(by: By, user: string): Promise<'asked' | 'reset'> {
    const credential = this.#accounts.credential(user)
    const asker = by.actor.id
    if (asker === user) throw new Fault('factor.people')
    if (!this.#accounts.needsSecondFactor(user)) return this.#clear(by, credential, null)
    const { reset } = credential
    const isWaiting = reset !== undefined && Date.parse(reset.at) + resetLife >= this.#clock.now().getTime()
    if (isWaiting && reset.by === asker) throw new Fault('factor.people')
    if (isWaiting) return this.#clear(by, credential, reset.by)
    await this.#record(by, { act: 'second-factor.reset-ask', user })
    await this.#accounts.put({ ...credential, reset: { by: asker, at: rfc3339(this.#clock.now()) } })
    return 'asked'
  }

  async #clear(by: By, { user, oneTime }: CredentialRecord, askedBy: string | null): Promise<'reset'> {
    await this.#record(by, { act: 'second-factor.reset', user, askedBy })
    await this.#accounts.put({ user, ...(oneTime ? { oneTime } : {}) })
    return 'reset'
  }

  /** Nothing is awaited between looking and using up: two who bring the same code at once get one answer each. */
  async #use(credential: CredentialRecord, code: string): Promise<boolean> {
    const { user, totp, recovery = [] } = credential
    if (!totp) return false
    const given = plain(code)
    const step = this.#stepOf(user, totp.secret, given, totp.lastStep)
    if (step !== undefined) {
      await this.#accounts.put({ ...credential, totp: { ...totp, lastStep: step } })
      return true
    }
    const digest = sha256Hex(given)
    if (!recovery.includes(digest)) return false
    const left = recovery.filter((one) => one !== digest)
    const used = this.#accounts.put({ ...credential, recovery: left })
    await this.#record({ actor: { id: user }, session: { id: '' } }, { act: 'second-factor.recovery', user, left: left.length })
    await used
    return true
  }

  /** A secret that the key does not open, after a restore without it, takes no code; the recovery codes still hold. */
  #stepOf(user: string, sealed: string, code: string, lastStep: number): number | undefined {
    const secret = this.#box.open(sealed, user)
    return secret === undefined ? undefined : stepOfCode(secret, code, this.#clock.now(), lastStep)
  }

  async #record(by: By, body: Readonly<Record<string, string | number | null>>): Promise<void> {
    await this.#queue.record({ event: eventOf('account', by, rfc3339(this.#clock.now()), body) })
  }
}

/** 80 random bits, as people copy them: `ABCD-EFGH-IJKL-MNOP`. */
const newRecoveryCode = (): string => (randomBase32(10).match(/.{4}/g) ?? []).join('-')

const plain = (code: string): string => code.replaceAll(/[\s-]/g, '').toUpperCase()
