import type { KeyObject } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '@hocba/shared/core'
import { readPem } from '../certificate/chain.ts'
import { Authorizations } from './authorizations.ts'
import type { Authorization, AuthorizationRequest, CredentialRef, Holder, KeyProvider } from './port.ts'
import type { PinCounter } from './pin.ts'
import { openPfx } from './pfx.ts'
import { algorithmOfCertificate, signDigest } from './signature.ts'

/** Keys in `<dir>/<account>.p12` with their public part beside them in `<account>.pem`: the lowest assurance of the three kinds. */
export class Pkcs12Keys implements KeyProvider {
  readonly kind = 'pkcs12'
  readonly #dir: string
  readonly #pins: PinCounter
  readonly #open: Authorizations<KeyObject>
  /** Opening a file takes a fifth of a second: what a holder's PIN has opened serves while they are at the page. */
  readonly #opened = new WeakMap<Holder, { readonly account: string; readonly key: KeyObject }>()

  constructor(dir: string, pins: PinCounter, now: () => number) {
    this.#dir = dir
    this.#pins = pins
    this.#open = new Authorizations(now)
  }

  async list(): Promise<readonly CredentialRef[]> {
    const names = (await readdir(this.#dir)).filter((name) => name.endsWith('.p12'))
    const found = await Promise.all(names.map((name) => this.find(name.slice(0, -'.p12'.length))))
    return found.filter((credential) => credential !== undefined)
  }

  async find(account: string): Promise<CredentialRef | undefined> {
    const pem = await readFile(join(this.#dir, `${account}.pem`), 'utf8').catch(() => undefined)
    if (pem === undefined) return undefined
    const [certificate, ...chain] = readPem(pem)
    if (certificate === undefined) throw new Fault('credential.missing')
    const left = this.#pins.remaining(account)
    return {
      id: account,
      kind: this.kind,
      act: 'pin',
      certificate,
      chain,
      algorithms: [algorithmOfCertificate(certificate)],
      maxBatch: 500,
      status: this.#pins.isLocked(account) ? 'locked' : 'ready',
      tries: { state: left === 0 ? 'locked' : 'enough', left },
      assurance: 'Tệp PKCS#12 trên máy ký (mức bảo đảm thấp nhất)',
    }
  }

  async check(credential: string, holder: Holder): Promise<void> {
    await this.#key(credential, holder)
  }

  async authorize(request: AuthorizationRequest, holder: Holder): Promise<Authorization> {
    return this.#open.add(request, await this.#key(request.credential, holder))
  }

  async signHashes(authorization: Authorization, digests: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
    const key = this.#open.demand(authorization, digests)
    return digests.map((digest) => signDigest(key, digest))
  }

  async release(authorization: Authorization): Promise<void> {
    this.#open.remove(authorization)
  }

  async #key(account: string, holder: Holder): Promise<KeyObject> {
    const known = this.#opened.get(holder)
    if (known?.account === account) return known.key
    const file = await readFile(join(this.#dir, `${account}.p12`)).catch((cause: unknown) => {
      throw new Fault('credential.missing', { cause })
    })
    const pin = await holder.pin()
    try {
      const { key } = await this.#pins.guard(account, () => openPfx(file, pin))
      this.#opened.set(holder, { account, key })
      return key
    } finally {
      pin.fill(0)
    }
  }
}
