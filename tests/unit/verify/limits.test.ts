import { afterEach, expect, test } from 'vitest'
import { Verifier } from '../../../sync-server/src/verify/verifier.ts'

/** The public ones are 20 seconds and 256 MB; nothing else is different. */
const limits = { milliseconds: 1_000, memoryMb: 32, waiting: 4 }
const verifier = new Verifier(limits, new URL('../../support/greedy-worker.mjs', import.meta.url))

afterEach(() => verifier.close())

const question = {
  trust: { roots: [], intermediates: [], crls: [] } as never,
  logKey: undefined,
  status: undefined,
  at: new Date(0),
  register: () => Promise.reject(new Error('not asked')),
  directory: () => Promise.reject(new Error('not asked')),
}

/** A file that this thread and the verifier's see both. */
function file(cost: number): Int32Array<SharedArrayBuffer> {
  const words = new Int32Array(new SharedArrayBuffer(8))
  words[0] = cost
  return words
}

const verify = (words: Int32Array<SharedArrayBuffer>): Promise<object> => verifier.verify(new Uint8Array(words.buffer), question)
const threadOf = async (): Promise<unknown> => ((await verify(file(0))) as { readonly threadId?: number }).threadId

test.each([
  ['takes too long', 1],
  ['takes too much memory', 2],
  ['ends its thread', 3],
])('IDENT-81 a file that %s is refused by name, its thread is ended, and the next honest file is served', async (_, cost) => {
  const before = await threadOf()
  expect(await threadOf()).toBe(before)
  const greedy = file(cost)
  const [refused, honest] = await Promise.allSettled([verify(greedy), threadOf()])
  expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'verify.limits' } })
  expect(honest).toMatchObject({ status: 'fulfilled' })
  const after = await threadOf()
  expect(after).not.toBe(before)
  const worked = greedy[1]
  expect(cost === 3 || (worked ?? 0) > 1_000).toBe(true)
  await threadOf()
  expect(greedy[1]).toBe(worked)
})

test('IDENT-81 who comes while too many wait is told so at once, and those who wait are served', async () => {
  const waiting = Array.from({ length: limits.waiting }, () => verify(file(0)))
  await expect(verify(file(0))).rejects.toMatchObject({ code: 'limit' })
  expect((await Promise.all(waiting)).length).toBe(limits.waiting)
})
