import { Fault } from '@hocba/shared/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AuthorizationRequest, CredentialRef, Holder, KeyProvider } from '../../../signing-agent/src/key/port.ts'
import { askingOnce, partsOf } from '../../../signing-agent/src/parts.ts'
import { ProgressBook } from '../../../signing-agent/src/progress.ts'
import { gridSnapshot, signersOf } from '../../conformance/signing/snapshots.ts'
import { jobFor } from '../../conformance/signing/school-server.ts'

const job = jobFor(gridSnapshot('2025-6A.TOAN.HK1', signersOf('gv.toan', 'hieutruong'), 1), 0)
const jobs = (count: number): (typeof job)[] => Array.from({ length: count }, (_, n) => ({ ...job, id: String(n) }))
const credential = (act: CredentialRef['act'], maxBatch: number): CredentialRef => ({
  id: 'gv.toan',
  kind: act === 'pin' ? 'pkcs12' : 'remote',
  act,
  certificate: new Uint8Array(),
  chain: [],
  algorithms: ['rsa-sha256'],
  maxBatch,
  status: 'ready',
  assurance: '',
})

test('SIGN-50 every job is in one part, in order, and no part is more than one authorisation takes', () => {
  fc.assert(
    fc.property(
      fc.nat(200),
      fc.integer({ min: 2, max: 500 }),
      fc.constantFrom('pin' as const, 'phone' as const),
      (count, maxBatch, act) => {
        const parts = partsOf(jobs(count), credential(act, maxBatch))
        expect(parts.flat().map(({ id }) => id)).toEqual(jobs(count).map(({ id }) => id))
        for (const part of parts) expect(part.length * 2).toBeLessThanOrEqual(maxBatch)
        if (act === 'phone' && count * 2 <= maxBatch) expect(parts.length).toBeLessThanOrEqual(1)
      },
    ),
  )
})

const request: AuthorizationRequest = {
  credential: 'gv.toan',
  digests: [],
  hashAlg: 'sha256',
  display: { title: '', count: 1, summaryDigest: '' },
}
const nobody = {} as Holder

test('SIGN-50 a key that has refused a part is not asked for the next', async () => {
  let asked = 0
  const provider = {
    authorize: async () => Promise.reject(new Fault(asked++ === 0 ? 'pin.wrong' : 'pin.locked')),
  } as unknown as KeyProvider
  const authorize = askingOnce(provider, nobody, 1_000, () => new Date(0))
  for (const _ of [1, 2, 3]) await expect(authorize(request)).rejects.toMatchObject({ code: 'pin.wrong' })
  expect(asked).toBe(1)
})

test('SIGN-50 after the session no key is asked', async () => {
  let asked = 0
  const provider = { authorize: async () => ({ id: String(asked++), credential: 'gv.toan' }) } as unknown as KeyProvider
  let now = 0
  const authorize = askingOnce(provider, nobody, 1_000, () => new Date(now))
  expect(await authorize(request)).toMatchObject({ credential: 'gv.toan' })
  now = 1_001
  await expect(authorize(request)).rejects.toMatchObject({ code: 'batch.unknown' })
  expect(asked).toBe(1)
})

test('SIGN-51 the time left follows from the rate so far', () => {
  let now = 0
  const book = new ProgressBook(() => new Date(now))
  book.begin('b', 10)
  expect(book.of('b')).toEqual({ total: 10, done: 0, failed: 0, finished: false })
  now = 3_000
  book.count('b', 'done')
  book.count('b', 'done')
  book.count('b', 'failed')
  expect(book.of('b')).toMatchObject({ done: 2, failed: 1, secondsLeft: 11 })
  book.wait('b', { service: 'X', code: '1', documents: [] })
  expect(book.of('b')).toMatchObject({ done: 2, waiting: { code: '1' } })
  book.wait('b', undefined)
  book.finish('b')
  expect(book.of('b')).toEqual({ total: 10, done: 2, failed: 1, finished: true })
})
