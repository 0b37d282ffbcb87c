import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RemoteKeys } from '../../../signing-agent/src/key/remote/keys.ts'
import type { DialectName } from '../../../signing-agent/src/key/remote/place.ts'
import { isSignatureBy } from '../../../signing-agent/src/key/signature.ts'
import { openWorkshop } from '../signing/workshop.ts'
import { type Material, makeMaterials } from './credentials.ts'
import { Person, keyContract, requestFor, someDigests } from './key-contract.ts'
import { type Plan, StandIn, agreeable, hangs } from './stand-in.ts'

let dir: string
let standIn: StandIn
let materials: readonly [Material, Material]
let now = 0
const paused: number[] = []

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hocba-remote-'))
  const workshop = await openWorkshop()
  materials = await makeMaterials(workshop)
  await workshop.close()
  standIn = await StandIn.open(materials)
})

afterAll(async () => {
  standIn.close()
  await rm(dir, { recursive: true, force: true })
})

beforeEach(() => {
  standIn.plan = agreeable
  standIn.asked.length = 0
  paused.length = 0
})

const timing = {
  now: () => now,
  pause: async (milliseconds: number): Promise<void> => {
    paused.push(milliseconds)
    now += milliseconds
  },
  patience: 300,
}

const write = (path: string, facts: object): Promise<void> => writeFile(path, JSON.stringify(facts))

const services: readonly (readonly [string, DialectName, string])[] = [
  ['CSC version 1', 'csc', '/csc/v1'],
  ['CSC version 2', 'csc', '/csc/v2'],
  ['VNPT SmartCA', 'smartca', '/sca/sp769'],
  ['Viettel MySign', 'mysign', ''],
]

describe.each(services)('%s', (_name, service, path) => {
  let keys: RemoteKeys
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(dir, `${service}-`))
    await write(join(folder, `${service}.service.json`), standIn.access(path))
    for (const { account } of materials) await write(join(folder, `${account}.remote.json`), { service, user: account })
    keys = new RemoteKeys(folder, timing)
  })

  const authorize = (digests: readonly Uint8Array[], plan: Plan, person = new Person()) => {
    standIn.plan = plan
    return keys.authorize(requestFor('gv.toan', digests), person)
  }

  keyContract(() => ({
    provider: keys,
    certificates: { 'gv.toan': materials[0].certificate, 'gv.van': materials[1].certificate },
    advance: (milliseconds) => void (now += milliseconds),
    willing() {
      standIn.plan = agreeable
      return new Person()
    },
    async refusing() {
      standIn.plan = { waits: 0, outcome: 'reject' }
      return { person: new Person(), code: 'remote.rejected' }
    },
  }))

  test('KEY-30 a class is one confirmation: the page shows service, number and documents while the telephone waits', async () => {
    const digests = someDigests(90)
    const person = new Person()
    const authorization = await authorize(digests, { waits: 3, outcome: 'confirm' }, person)
    expect(await keys.signHashes(authorization, digests)).toHaveLength(90)
    const [waiting, over, ...more] = person.shown
    expect([waiting?.documents.length, new Set(waiting?.documents).size, over, more]).toEqual([90, 90, undefined, []])
    expect([waiting?.service !== '', waiting?.code !== '']).toEqual([true, true])
    const rings = standIn.asked.filter((asked) => /(authorize|signatures\/sign|service\/signHash)$/.test(asked))
    expect(rings).toHaveLength(1)
    await keys.release(authorization)
  })

  test('KEY-31 an expired, failed or never answered request signs nothing and says which', async () => {
    await expect(authorize(someDigests(2), { waits: 1, outcome: 'expire' })).rejects.toMatchObject({ code: 'remote.expired' })
    await expect(authorize(someDigests(2), { waits: 1, outcome: 'fail' })).rejects.toMatchObject({ code: 'remote.failed' })
    if (path === '/csc/v1') return // answers once the person has acted
    await expect(authorize(someDigests(2), { waits: 0, outcome: 'never' })).rejects.toMatchObject({ code: 'remote.expired' })
  })

  test('KEY-32 what came of a part of a batch is used, and what is missing is missed by name', async () => {
    const digests = someDigests(4)
    const authorization = await authorize(digests, { ...agreeable, bend: (signed) => signed.slice(0, 3) })
    expect(await keys.signHashes(authorization, digests.slice(0, 2))).toHaveLength(2)
    await expect(keys.signHashes(authorization, digests.slice(2))).rejects.toMatchObject({ code: 'remote.partial' })
    await keys.release(authorization)
    await expect(authorize(digests, { ...agreeable, outcome: 'confirm', bend: () => [] })).rejects.toMatchObject({
      code: service === 'smartca' ? 'remote.expired' : 'remote.partial',
    })
  })

  test.each(['gv.toan', 'gv.van'])('KEY-33 reordered and doubled answers are put right by the certificate: %s', async (account) => {
    const digests = someDigests(5)
    const certificate = materials.find((material) => material.account === account)?.certificate ?? new Uint8Array()
    standIn.plan = { ...agreeable, bend: (signed) => [...signed.toReversed(), ...signed.slice(0, 2)] }
    const authorization = await keys.authorize(requestFor(account, digests), new Person())
    const signatures = await keys.signHashes(authorization, digests)
    expect(signatures.every((one, at) => isSignatureBy(certificate, digests[at] ?? Buffer.alloc(0), one))).toBe(true)
    await keys.release(authorization)
  })

  test('KEY-34 a signature over another hash spoils the whole batch', async () => {
    const plan = { ...agreeable, substitute: Buffer.alloc(32, 7) }
    await expect(authorize(someDigests(3), plan)).rejects.toMatchObject({ code: 'digest.mismatch' })
    const flood = { ...agreeable, bend: (signed: readonly { document: string; value: string }[]) => [...signed, ...signed, ...signed] }
    await expect(authorize(someDigests(3), flood)).rejects.toMatchObject({ code: 'remote.failed' })
  })

  test('KEY-35 trouble on the way is asked away where nothing rings; what rings is asked once', async () => {
    const question = { csc: 'credentials/info', smartca: 'get_certificate', mysign: 'certificates/info' }[service]
    const ring = { csc: 'credentials/authorize', smartca: 'signatures/sign', mysign: 'signHash' }[service]
    const troubles = { path: question, statuses: [500, hangs, 502] }
    await keys.release(await authorize(someDigests(1), { ...agreeable, troubles }))
    const first = standIn.asked.length
    await expect(authorize(someDigests(1), { ...agreeable, troubles: { path: ring, statuses: [500] } })).rejects.toMatchObject({
      code: 'remote.failed',
    })
    expect(standIn.asked.slice(first).filter((asked) => asked.endsWith(ring))).toHaveLength(1)
    paused.length = 0
    await keys.release(await authorize(someDigests(1), { ...agreeable, troubles: { path: ring, statuses: [429], retryAfter: 7 } }))
    expect(paused).toContain(7_000)
  })

  test('KEY-36 a credential that wants a PIN or a one-time password from here is refused', async () => {
    standIn.plan = { ...agreeable, mode: 'explicit' }
    if (service === 'smartca') expect(standIn.received.join()).not.toMatch(/"(password|otp|pin)"/i)
    else await expect(keys.find('gv.toan')).rejects.toMatchObject({ code: 'credential.unfit' })
  })

  test('KEY-37 without the school’s own access, or over plain HTTP to elsewhere, nothing is asked', async () => {
    const bare = await mkdtemp(join(dir, 'bare-'))
    await write(join(bare, 'gv.toan.remote.json'), { service, user: 'gv.toan' })
    await expect(new RemoteKeys(bare, timing).find('gv.toan')).rejects.toMatchObject({ code: 'credential.missing' })
    await write(join(bare, `${service}.service.json`), { ...standIn.access(path), url: 'http://school.example' })
    await expect(new RemoteKeys(bare, timing).find('gv.toan')).rejects.toMatchObject({ code: 'credential.missing' })
    expect(standIn.asked).toEqual([])
  })
})
