import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Authorization, AuthorizationRequest, Holder, KeyProvider, Tries, Waiting } from '../../../signing-agent/src/key/port.ts'
import { isSignatureBy } from '../../../signing-agent/src/key/signature.ts'

/** A person who acts as told; keeps what they were shown, and every copy of the PIN they gave away. */
export class Person implements Holder {
  readonly pins: Uint8Array[] = []
  readonly asked: Tries[] = []
  readonly shown: (Waiting | undefined)[] = []
  readonly #pin: string
  readonly #isSure: boolean

  constructor(pin = '', isSure = false) {
    this.#pin = pin
    this.#isSure = isSure
  }

  async pin(): Promise<Uint8Array> {
    const pin = Buffer.from(this.#pin)
    this.pins.push(pin)
    return pin
  }

  async confirms(tries: Tries): Promise<boolean> {
    this.asked.push(tries)
    return this.#isSure
  }

  awaits(waiting: Waiting | undefined): void {
    this.shown.push(waiting)
  }
}

export const requestFor = (credential: string, digests: readonly Uint8Array[]): AuthorizationRequest => ({
  credential,
  digests,
  hashAlg: 'sha256',
  display: { title: 'Toán 6A', count: digests.length, summaryDigest: createHash('sha256').update(Buffer.concat(digests)).digest('hex') },
})

export const someDigests = (count: number): readonly Uint8Array[] => Array.from({ length: count }, () => randomBytes(32))

/** What a suite brings: a provider that holds an RSA key for `gv.toan` and a P-256 key for `gv.van`. */
export interface Desk {
  readonly provider: KeyProvider
  readonly certificates: Readonly<Record<'gv.toan' | 'gv.van', Uint8Array>>
  /** Somebody who does what this provider wants of them. */
  willing(): Person
  /** Somebody who does not, and the code of the refusal; everything is as before afterwards. */
  refusing(): Promise<{ readonly person: Person; readonly code: string }>
  /** Moves the provider's clock. */
  advance(milliseconds: number): void
}

/** What every key provider must do, whatever holds the key. */
export function keyContract(desk: () => Desk): void {
  const authorize = (account: string, digests: readonly Uint8Array[]): Promise<Authorization> =>
    desk().provider.authorize(requestFor(account, digests), desk().willing())

  test('KEY-1 every holder has one credential, with their own certificate and its algorithm', async () => {
    const { provider, certificates } = desk()
    const listed = (await provider.list()).toSorted((a, b) => a.id.localeCompare(b.id))
    expect(listed.map(({ id, kind, status, algorithms }) => ({ id, kind, status, algorithms }))).toEqual([
      { id: 'gv.toan', kind: provider.kind, status: 'ready', algorithms: ['rsa-sha256'] },
      { id: 'gv.van', kind: provider.kind, status: 'ready', algorithms: ['ecdsa-p256-sha256'] },
    ])
    for (const { id, certificate, chain } of listed) {
      expect(Buffer.from(certificate).equals(certificates[id as 'gv.toan'])).toBe(true)
      expect(chain).toHaveLength(1)
    }
    expect(await provider.find('nobody')).toBeUndefined()
  })

  test.each(['gv.toan', 'gv.van'] as const)('KEY-2 a set of hashes is signed in order, as often as asked: %s', async (account) => {
    const { provider, certificates } = desk()
    const digests = someDigests(5)
    await provider.check(account, desk().willing())
    const authorization = await authorize(account, digests)
    for (const asked of [digests, digests.toReversed(), digests.slice(2, 3)]) {
      const signatures = await provider.signHashes(authorization, asked)
      expect(signatures.map((signature, at) => isSignatureBy(certificates[account], asked[at] ?? Buffer.alloc(0), signature))).toEqual(
        asked.map(() => true),
      )
    }
    await provider.release(authorization)
  })

  test('KEY-3 a hash that the person did not release is refused, also among others', async () => {
    const { provider } = desk()
    const digests = someDigests(2)
    const authorization = await authorize('gv.toan', digests)
    await expect(provider.signHashes(authorization, someDigests(1))).rejects.toMatchObject({ code: 'digest.mismatch' })
    await expect(provider.signHashes(authorization, [...digests, ...someDigests(1)])).rejects.toMatchObject({ code: 'digest.mismatch' })
    await provider.release(authorization)
  })

  test('KEY-4 who refuses, or has the wrong PIN, authorises nothing, and is asked once', async () => {
    const { person, code } = await desk().refusing()
    await expect(desk().provider.authorize(requestFor('gv.toan', someDigests(1)), person)).rejects.toMatchObject({ code })
    expect(person.pins.length + person.shown.filter((waiting) => waiting !== undefined).length).toBe(1)
    const again = await authorize('gv.toan', someDigests(1))
    await desk().provider.release(again)
  })

  test('KEY-5 after release the key is not used, and releasing twice is nothing', async () => {
    const { provider } = desk()
    const digests = someDigests(1)
    const authorization = await authorize('gv.toan', digests)
    await provider.release(authorization)
    await expect(provider.signHashes(authorization, digests)).rejects.toMatchObject({ code: 'batch.unknown' })
    await provider.release(authorization)
  })

  test('KEY-6 after five minutes the key is not used', async () => {
    const { provider } = desk()
    const digests = someDigests(1)
    const authorization = await authorize('gv.toan', digests)
    desk().advance(299_999)
    expect(await provider.signHashes(authorization, digests)).toHaveLength(1)
    desk().advance(1)
    await expect(provider.signHashes(authorization, digests)).rejects.toMatchObject({ code: 'batch.unknown' })
    await provider.release(authorization)
  })

  test('KEY-7 an authorisation that the provider did not make is worth nothing', async () => {
    const digests = someDigests(1)
    const real = await authorize('gv.toan', digests)
    const forged = { id: 'b1', credential: 'gv.toan' }
    await expect(desk().provider.signHashes(forged, digests)).rejects.toMatchObject({ code: 'batch.unknown' })
    await desk().provider.release(real)
  })

  test('KEY-8 two people sign at once, each with their own key', async () => {
    const { provider, certificates } = desk()
    await Promise.all(
      (['gv.toan', 'gv.van'] as const).map(async (account) => {
        const digests = someDigests(8)
        const authorization = await authorize(account, digests)
        const signed = await Promise.all(digests.map((digest) => provider.signHashes(authorization, [digest])))
        expect(signed.flat().every((one, at) => isSignatureBy(certificates[account], digests[at] ?? Buffer.alloc(0), one))).toBe(true)
        await provider.release(authorization)
      }),
    )
  })

  test('KEY-9 two authorisations of one key do not serve each other', async () => {
    const { provider } = desk()
    const [mine, other] = [someDigests(1), someDigests(1)]
    const first = await authorize('gv.toan', mine)
    const second = await authorize('gv.toan', other).catch((cause: unknown) => cause)
    if (second instanceof Error) expect(second).toMatchObject({ code: 'key.busy' })
    else await expect(provider.signHashes(second as Authorization, mine)).rejects.toMatchObject({ code: 'digest.mismatch' })
    await expect(provider.signHashes(first, other)).rejects.toMatchObject({ code: 'digest.mismatch' })
    expect(await provider.signHashes(first, mine)).toHaveLength(1)
    for (const one of [first, second]) await provider.release(one as Authorization)
  })

  test('KEY-10 every copy of the PIN is zeroed when the provider answers', async () => {
    const person = desk().willing()
    const authorization = await desk().provider.authorize(requestFor('gv.toan', someDigests(1)), person)
    expect(person.pins.every((pin) => pin.every((byte) => byte === 0))).toBe(true)
    await desk().provider.release(authorization)
  })
}
