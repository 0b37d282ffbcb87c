import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PinCounter } from '../../../signing-agent/src/key/pin.ts'
import { Pkcs12Keys } from '../../../signing-agent/src/key/pkcs12.ts'
import { type Cryptoki, loadCryptoki } from '../../../signing-agent/src/key/token/cryptoki.ts'
import { TokenKeys } from '../../../signing-agent/src/key/token/keys.ts'
import { TokenSession } from '../../../signing-agent/src/key/token/session.ts'
import { describeWith } from '../../support/tools.ts'
import { openWorkshop } from '../signing/workshop.ts'
import { type Material, makeMaterials, pin, writePfx } from './credentials.ts'
import { type Desk, Person, keyContract, requestFor, someDigests } from './key-contract.ts'
import { makeToken, softhsmLibrary, useTokens, withToken } from './softhsm.ts'

let dir: string
let now = 0
let materials: readonly [Material, Material]

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hocba-keys-'))
  const workshop = await openWorkshop()
  materials = await makeMaterials(workshop)
  await workshop.close()
})

afterAll(() => rm(dir, { recursive: true, force: true }))

const clock = () => now
const advance = (milliseconds: number): void => void (now += milliseconds)
const certificates = (): Desk['certificates'] => ({ 'gv.toan': materials[0].certificate, 'gv.van': materials[1].certificate })
const withPin = { willing: () => new Person(pin, true), refusing: async () => ({ person: new Person('111111'), code: 'pin.wrong' }) }

describe('PKCS#12', () => {
  let keys: Pkcs12Keys

  beforeAll(async () => {
    const folder = await mkdtemp(join(dir, 'pfx-'))
    for (const material of materials) await writePfx(folder, material)
    keys = new Pkcs12Keys(folder, new PinCounter(clock), clock)
  })

  keyContract(() => ({ provider: keys, certificates: certificates(), advance, ...withPin }))
})

describeWith('softhsm2-util', 'PKCS#11 on SoftHSM2', () => {
  let folder: string
  let keys: TokenKeys

  beforeAll(async () => {
    folder = await mkdtemp(join(dir, 'token-'))
    useTokens(folder)
    for (const material of materials) {
      makeToken(folder, material.account, material)
      await place(material.account, { token: material.account })
    }
    keys = new TokenKeys(folder, fileURLToPath(new URL('../../../signing-agent/dist/key/token/main.js', import.meta.url)), clock)
  })

  const place = (account: string, facts: Readonly<Record<string, string>>): Promise<void> =>
    writeFile(join(folder, `${account}.token.json`), JSON.stringify({ module: softhsmLibrary(), ...facts }))

  const session = (act: (session: TokenSession) => void, change: (library: Cryptoki) => Cryptoki = (one) => one): void => {
    const library = loadCryptoki(softhsmLibrary())
    try {
      act(new TokenSession(change(library), { module: softhsmLibrary(), token: 'gv.toan' }))
    } finally {
      library.C_Finalize()
      library.close()
    }
  }

  keyContract(() => ({ provider: keys, certificates: certificates(), advance, ...withPin }))

  test('KEY-20 after a wrong PIN the token says that few tries are left, and nothing is tried until the person says so', async () => {
    const wrong = new Person('111111', true)
    await expect(keys.authorize(requestFor('gv.toan', someDigests(1)), wrong)).rejects.toMatchObject({
      code: 'pin.wrong',
      extra: { tries: { state: 'low' } },
    })
    expect((await keys.find('gv.toan'))?.tries).toEqual({ state: 'low' })
    const unsure = new Person(pin, false)
    await expect(keys.authorize(requestFor('gv.toan', someDigests(1)), unsure)).rejects.toMatchObject({ code: 'pin.low' })
    expect([unsure.asked, unsure.pins]).toEqual([[{ state: 'low' }], []])
    await keys.check('gv.toan', new Person(pin, true))
    expect((await keys.find('gv.toan'))?.tries).toEqual({ state: 'enough' })
  })

  test.each([
    ['final', 0x2_0000, { state: 'final', left: 1 }],
    ['locked', 0x4_0000, { state: 'locked', left: 0 }],
  ])('KEY-20 a token at its %s try says so', (_name, flags, tries) => {
    session(
      (one) => expect(one.tries()).toEqual(tries),
      (library) => bent(library, { C_GetTokenInfo: (slot) => ({ ...library.C_GetTokenInfo(slot), flags }) }),
    )
  })

  test('KEY-21 a login serves the authorisation that it was made for; a login of somebody else is never used', () => {
    session((one) => {
      const mine = Buffer.from(pin)
      one.login('a', mine)
      expect([...mine]).toEqual([0, 0, 0, 0, 0, 0])
      one.login('a', Buffer.from('not looked at'))
      expect(() => one.login('b', Buffer.from(pin))).toThrow(expect.objectContaining({ code: 'key.busy' }))
      expect(() => one.sign('b', someDigests(1))).toThrow(expect.objectContaining({ code: 'batch.unknown' }))
      expect(one.sign('a', someDigests(1))).toHaveLength(1)
      one.logout()
      expect(() => one.sign('a', someDigests(1))).toThrow(expect.objectContaining({ code: 'batch.unknown' }))
    })
  })

  test('KEY-22 a key that can leave the token does not sign', async () => {
    withToken('gv.toan', (library, open) => {
      const id = Buffer.from('b2', 'hex')
      const attributes = [
        { type: 1, value: true },
        { type: 0x102, value: id },
      ]
      library.C_GenerateKeyPair(
        open,
        { mechanism: 0 },
        [...attributes, { type: 0x121, value: 2048 }, { type: 0x122, value: Buffer.from([1, 0, 1]) }],
        [...attributes, { type: 2, value: true }, { type: 0x103, value: true }, { type: 0x162, value: true }, { type: 0x108, value: true }],
      )
      library.C_CopyObject(open, certificateOf(library, open), [{ type: 0x102, value: id }])
    })
    await place('hieutruong', { token: 'gv.toan', key: 'b2' })
    await expect(keys.check('hieutruong', new Person(pin))).rejects.toMatchObject({
      code: 'credential.unfit',
      message: expect.stringContaining('sao chép'),
    })
    await rm(join(folder, 'hieutruong.token.json'))
  })

  test('KEY-23 a token that is not there, or a library that is not one, is told as such', async () => {
    await place('vanthu', { token: 'elsewhere' })
    await expect(keys.find('vanthu')).rejects.toMatchObject({ code: 'credential.missing', message: expect.stringContaining('elsewhere') })
    await place('vanthu', { token: 'elsewhere', module: '/etc/hostname' })
    await expect(keys.find('vanthu')).rejects.toMatchObject({ code: 'credential.missing' })
    await rm(join(folder, 'vanthu.token.json'))
  })
})

const certificateOf = (library: Pick<Cryptoki, 'C_FindObjectsInit' | 'C_FindObjects' | 'C_FindObjectsFinal'>, open: Buffer): Buffer => {
  library.C_FindObjectsInit(open, [
    { type: 0, value: 1 },
    { type: 0x102, value: Buffer.from('a1', 'hex') },
  ])
  const [handle = Buffer.alloc(0)] = library.C_FindObjects(open, 1)
  library.C_FindObjectsFinal(open)
  return handle
}

/** The library with some answers bent. */
const bent = (library: Cryptoki, changes: Partial<Cryptoki>): Cryptoki =>
  new Proxy(library, {
    get(target, name) {
      const value: unknown = Reflect.get(changes, name) ?? Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
