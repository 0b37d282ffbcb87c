import type { Role } from '@hocba/shared/access'
import type { CredentialRecord, DirectoryStore } from '../store/port.ts'
import type { SchoolDirectory } from './school.ts'

/** What an account owes before it may do anything else. */
export type Duty = 'password' | 'second-factor'

/** Whose word moves marks, files and accounts. */
const needSecondFactor: ReadonlySet<Role> = new Set(['principal', 'vice-principal', 'records-officer', 'clerk', 'system-administrator'])

/** What proves each account beside its password, in memory over the store. */
export class Accounts {
  readonly #store: DirectoryStore
  readonly #school: SchoolDirectory
  readonly #demo: boolean
  readonly #credentials: Map<string, CredentialRecord>

  private constructor(store: DirectoryStore, school: SchoolDirectory, demo: boolean, credentials: readonly CredentialRecord[]) {
    this.#store = store
    this.#school = school
    this.#demo = demo
    this.#credentials = new Map(credentials.map((one) => [one.user, one]))
  }

  static async load(store: DirectoryStore, school: SchoolDirectory, demo: boolean): Promise<Accounts> {
    return new Accounts(store, school, demo, await store.credentials())
  }

  /** In the demo passwords are known to everybody: no second factor is asked and short ones will do. */
  get isDemo(): boolean {
    return this.#demo && this.#school.record.demo
  }

  credential(user: string): CredentialRecord {
    return this.#credentials.get(user) ?? { user }
  }

  get credentials(): Iterable<CredentialRecord> {
    return this.#credentials.values()
  }

  /** What is read from here on is the new one; durable when it returns. */
  async put(credential: CredentialRecord): Promise<void> {
    this.#credentials.set(credential.user, credential)
    await this.#store.putCredential(credential)
  }

  needsSecondFactor(user: string): boolean {
    return this.#school.person(user)?.roles.some((role) => needSecondFactor.has(role)) === true
  }

  dutyOf(user: string): Duty | undefined {
    const { oneTime, totp } = this.credential(user)
    if (oneTime) return 'password'
    return !this.isDemo && totp === undefined && this.needsSecondFactor(user) ? 'second-factor' : undefined
  }
}
