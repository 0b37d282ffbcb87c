import { Fault } from '@hocba/shared/core'
import { type CredentialRef, type KeyProvider, isAccount } from './port.ts'

export interface Found {
  readonly provider: KeyProvider
  readonly credential: CredentialRef
}

/** All keys of this computer. The order of the providers decides where an account has two: a token goes before a file. */
export class KeyRing {
  readonly #providers: readonly KeyProvider[]
  readonly #holder: string | undefined

  /** With a `holder`, this computer has keys of nobody else. */
  constructor(providers: readonly KeyProvider[], holder?: string) {
    this.#providers = providers
    this.#holder = holder
  }

  /** @throws Fault `credential.missing` */
  async find(account: string): Promise<Found> {
    if (!isAccount(account) || (this.#holder !== undefined && account !== this.#holder)) throw new Fault('credential.missing')
    for (const provider of this.#providers) {
      const credential = await provider.find(account)
      if (credential !== undefined) return { provider, credential }
    }
    throw new Fault('credential.missing')
  }
}
