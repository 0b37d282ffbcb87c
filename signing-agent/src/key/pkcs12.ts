import { type KeyObject, constants, privateEncrypt, randomUUID } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '@hocba/shared/core'
import { readPem } from '../certificate/chain.ts'
import type { Authorization, AuthorizationRequest, CredentialRef, KeyProvider } from './port.ts'
import type { PinCounter } from './pin.ts'
import { openPfx } from './pfx.ts'

interface Held {
  readonly key: KeyObject
  readonly digests: ReadonlySet<string>
}

/** Asks the person for the PIN of a credential. The provider zeroes the bytes it is given. */
export type PinEntry = (request: AuthorizationRequest) => Promise<Uint8Array>

/** DigestInfo of SHA-256 (RFC 8017 section 9.2), before the 32 octets of the hash. */
export const sha256Info = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/** Keys in `<dir>/<account>.p12` with their public part beside them in `<account>.pem`: the lowest assurance of the three kinds. */
export class Pkcs12Keys implements KeyProvider {
  readonly kind = 'pkcs12'
  readonly #dir: string
  readonly #pins: PinCounter
  readonly #ask: PinEntry
  readonly #held = new Map<string, Held>()

  constructor(dir: string, pins: PinCounter, ask: PinEntry) {
    this.#dir = dir
    this.#pins = pins
    this.#ask = ask
  }

  async list(): Promise<readonly CredentialRef[]> {
    const names = (await readdir(this.#dir)).filter((name) => name.endsWith('.pem'))
    return Promise.all(names.map((name) => this.#credential(name.slice(0, -'.pem'.length))))
  }

  /** The credential of one account, or `credential.missing`. */
  async find(account: string): Promise<CredentialRef> {
    if (!/^[a-z0-9][a-z0-9.-]*$/i.test(account)) throw new Fault('credential.missing')
    return this.#credential(account)
  }

  /** Tries the PIN once and keeps nothing: a person learns at once that it was wrong. */
  async check(account: string, pin: Uint8Array): Promise<void> {
    await this.#open(account, pin)
  }

  async authorize(request: AuthorizationRequest): Promise<Authorization> {
    const pin = await this.#ask(request)
    try {
      const key = await this.#open(request.credential, pin)
      const authorization = { id: randomUUID(), credential: request.credential }
      this.#held.set(authorization.id, { key, digests: new Set(request.digests.map(hexOf)) })
      return authorization
    } finally {
      pin.fill(0)
    }
  }

  async signHashes(authorization: Authorization, digests: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
    const held = this.#held.get(authorization.id)
    if (held === undefined) throw new Fault('batch.unknown')
    if (!digests.every((digest) => held.digests.has(hexOf(digest)))) throw new Fault('digest.mismatch')
    return digests.map((digest) => rawRsa(held.key, digest))
  }

  async release(authorization: Authorization): Promise<void> {
    this.#held.delete(authorization.id)
  }

  async #open(account: string, pin: Uint8Array): Promise<KeyObject> {
    const file = await readFile(join(this.#dir, `${account}.p12`)).catch((cause: unknown) => {
      throw new Fault('credential.missing', { cause })
    })
    return this.#pins.guard(account, async () => (await openPfx(file, pin)).key)
  }

  async #credential(account: string): Promise<CredentialRef> {
    const pem = await readFile(join(this.#dir, `${account}.pem`), 'utf8').catch((cause: unknown) => {
      throw new Fault('credential.missing', { cause })
    })
    const [certificate, ...chain] = readPem(pem)
    if (certificate === undefined) throw new Fault('credential.missing')
    const status = this.#pins.isLocked(account) ? 'locked' : 'ready'
    return { id: account, certificate, chain, algorithms: ['rsa-sha256'], maxBatch: 500, status }
  }
}

/** PKCS#1 v1.5 over a hash made elsewhere: what a token does with CKM_RSA_PKCS. */
export const rawRsa = (key: KeyObject, digest: Uint8Array): Uint8Array =>
  privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.concat([sha256Info, digest]))

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
