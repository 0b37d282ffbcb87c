import { afterAll, beforeAll, expect, test } from 'vitest'
import { SigningQueue } from '../../../sync-server/src/sign/queue.ts'
import type { StoredJob, TranscriptStore } from '../../../sync-server/src/store/port.ts'
import { type Office, openOffice } from '../../support/office.ts'

const job: StoredJob = {
  id: 'job-1',
  kind: 'grid',
  subject: '2025-6A.TOAN.HK1',
  version: 1,
  role: 'subject-teacher',
  position: 0,
  person: 'gv.toan',
  digest: 'ab'.repeat(32),
  state: 'due',
  batch: null,
  signedAt: null,
}

let office: Office
let store: TranscriptStore

beforeAll(async () => {
  office = await openOffice({ people: [['gv.toan', 'subject-teacher']] })
  store = office.services.stores.transcripts
  await store.openJobs([job])
})

afterAll(() => office.close())

/** The store of a server that is killed after so many writes. */
function dying(writes: number): TranscriptStore {
  let left = writes
  const alive =
    <T extends unknown[]>(write: (...what: T) => Promise<void>) =>
    (...what: T): Promise<void> =>
      left-- > 0 ? write(...what) : Promise.reject(new Error('killed'))
  return { ...store, setJobs: alive(store.setJobs), putBatch: alive(store.putBatch) }
}

const queueOn = (on: TranscriptStore): SigningQueue => new SigningQueue(on, office.services.school, { now: office.now }, 'http://127.0.0.1')

test.each([0, 1])(
  'SIGN-47 a server killed after %s writes of a lease: the batch has failed, and the job is due at once',
  async (writes) => {
    const queue = queueOn(store)
    const { id, code } = await queue.openBatch('gv.toan', 'session', [job.id])
    await expect(queueOn(dying(writes)).start(id, code, '')).rejects.toThrow('killed')
    await queue.release('')
    expect(await queue.due('gv.toan')).toMatchObject([{ id: job.id, state: 'due' }])
    expect(await queue.progress(id)).toMatchObject({ state: writes === 0 ? 'waiting' : 'failed', done: 0 })
  },
)

test.each([0, 1])('SIGN-47 a server killed after %s writes of the end of a batch: the next end says that it failed', async (writes) => {
  const queue = queueOn(store)
  const { id, code } = await queue.openBatch('gv.toan', 'session', [job.id])
  await queue.start(id, code, '')
  await expect(queueOn(dying(writes)).finish(id)).rejects.toThrow('killed')
  await queue.finish(id)
  expect(await queue.due('gv.toan')).toHaveLength(1)
  expect(await queue.progress(id)).toMatchObject({ state: 'failed', failed: [{ job: job.id, code: 'agent.offline' }] })
})

test('SIGN-57 one holder at a time works on a file; of a batch that asks otherwise the rest is leased', async () => {
  const queue = queueOn(store)
  const of = (subject: string, position: number, person: string, version = 1): StoredJob => ({
    ...job,
    id: `${subject} ${version} ${position}`,
    subject,
    position,
    person,
    version,
  })
  const [first, sameFile, free, theirs, mine, later] = [
    of('6A', 0, 'gv.toan'),
    of('6A', 1, 'gv.toan'),
    of('6B', 0, 'gv.toan'),
    of('6C', 0, 'gv.van'),
    of('6C', 1, 'gv.toan'),
    of('6C', 1, 'gv.toan', 2),
  ] as const
  const jobs = [first, sameFile, free, mine, later]
  await store.openJobs([...jobs, theirs])
  const other = await queue.openBatch('gv.van', 'session', [theirs.id])
  await queue.start(other.id, other.code, '')
  const { id, code } = await queue.openBatch(
    'gv.toan',
    'session',
    jobs.map((one) => one.id),
  )
  expect((await queue.start(id, code, '')).map((one) => one.id)).toEqual([first.id, free.id, later.id])
  expect((await queue.progress(id)).failed).toEqual([sameFile, mine].map((one) => ({ job: one.id, code: 'signing.order' })))
})

test('SIGN-57 an agent that died holds what it leased for ten minutes, and no longer', async () => {
  let now = office.now()
  const queue = new SigningQueue(store, office.services.school, { now: () => now }, 'http://127.0.0.1')
  const held = ['6D', '6E'].map((subject): StoredJob => ({ ...job, id: subject, subject, person: 'gv.anh' }))
  await store.openJobs(held)
  const ids = held.map((one) => one.id)
  const { id, code } = await queue.openBatch('gv.anh', 'session', ids)
  await queue.start(id, code, '')
  const due = async (): Promise<readonly string[]> => (await queue.due('gv.anh')).map((one) => one.id)
  now = new Date(now.getTime() + 600_000)
  expect(await due()).toEqual([])
  now = new Date(now.getTime() + 1)
  expect(await due()).toEqual(ids)
})
