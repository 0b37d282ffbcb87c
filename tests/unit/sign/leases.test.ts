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
