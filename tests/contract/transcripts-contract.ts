import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Artefact, Batch, StoredJob, TranscriptRecord, TranscriptStore } from '../../sync-server/src/store/port.ts'
import type { StoreUnderTest } from './gradebook-contract.ts'

const job = (position: number, state: StoredJob['state']): StoredJob => ({
  id: `job-${position}`,
  kind: 'transcript',
  subject: 't-1',
  version: 1,
  role: position === 0 ? 'homeroom-teacher' : 'principal',
  position,
  person: position === 0 ? 'gv.van' : 'hieutruong',
  digest: 'd',
  state,
  batch: null,
  signedAt: null,
})

const record: TranscriptRecord = {
  id: 't-1',
  student: '6A-01',
  class: '6A',
  year: '2025',
  version: 1,
  state: 'initialised',
  digest: 'd',
  createdAt: '2026-06-01T08:00:00+07:00',
  order: 'o',
}

const batch: Batch = { id: 'b', person: 'gv.van', session: 's', codeHash: 'c', at: '…', state: 'signing', jobs: ['job-0'], failed: [] }

/** A view of a larger buffer, as files come out of a request. */
const file = (kind: Artefact['kind'], octet: number): Artefact => ({
  subject: 't-1',
  version: 1,
  kind,
  bytes: new Uint8Array(64).fill(octet).subarray(16, 48),
  sha256: `${kind}-${octet}`,
  signatures: 1,
})

/** What every store of transcripts does, however it writes. */
export function transcriptsContract(name: string, open: () => Promise<StoreUnderTest<TranscriptStore>>): void {
  describe(`transcripts: ${name}`, () => {
    let place: StoreUnderTest<TranscriptStore>
    beforeEach(async () => {
      place = await open()
      await place.store.createTranscripts([{ record, bytes: Uint8Array.of(1, 2, 3) }], [job(0, 'due'), job(1, 'waiting')])
    })
    afterEach(() => place.close())

    test('STORE-12 what a signature brings is kept whole, seen at once, and still there after reopening', async () => {
      const [signed, due] = [job(0, 'done'), job(1, 'due')]
      const completed: TranscriptRecord = { ...record, state: 'signed' }
      await place.store.putBatch(batch)
      await place.store.collect([{ artefacts: [file('xml', 7), file('pdf', 8)], jobs: [signed, due], transcript: completed }])
      for (const look of [async () => place.store, () => place.reopen()]) {
        const store = await look()
        expect(await store.jobs({ subject: 't-1' })).toEqual([signed, due])
        expect(await store.countJobs(['job-0', 'job-1', 'nobody'], 'done')).toBe(1)
        expect(await store.transcript('t-1')).toEqual(completed)
        expect(await store.batchesUnderWay()).toEqual([batch])
        expect(Array.from((await store.artefact('t-1', 1, 'xml'))?.bytes ?? [])).toEqual(Array(32).fill(7))
        expect(Array.from((await store.artefactBytes('pdf-8')) ?? [])).toEqual(Array(32).fill(8))
      }
    })

    test('STORE-15 jobs of many subjects and many transcripts are read at once', async () => {
      const other = { ...record, id: 't-2', digest: 'e' }
      const of = (subject: string, state: StoredJob['state']): StoredJob => ({ ...job(0, state), id: `of-${subject}`, subject })
      const [second, third, fourth] = [of('t-2', 'leased'), of('t-3', 'leased'), of('t-4', 'due')]
      await place.store.createTranscripts([{ record: other, bytes: Uint8Array.of(4) }], [second, third, fourth])
      expect(await place.store.transcriptsById(['t-2', 'nobody', 't-1'])).toEqual([other, record])
      expect(await place.store.transcriptsById([])).toEqual([])
      expect(await place.store.jobs({ subject: ['t-4', 't-2', 'nobody'] })).toEqual([second, fourth])
      expect(await place.store.jobs({ subject: ['t-4', 't-2', 't-1'], states: ['leased', 'waiting'] })).toEqual([job(1, 'waiting'), second])
      expect(await place.store.jobs({ subject: [], states: ['leased'] })).toEqual([])
    })

    test('STORE-13 a group of which one cannot be kept leaves nothing: no file, no job, no transcript', async () => {
      await place.store.collect([{ artefacts: [file('xml', 7)], jobs: [] }])
      const again = place.store.collect([
        { artefacts: [file('pdf', 8)], jobs: [job(0, 'done')], transcript: { ...record, state: 'signed' } },
        { artefacts: [file('xml', 7)], jobs: [] },
      ])
      await expect(again).rejects.toThrow('UNIQUE')
      expect(await place.store.artefactBytes('pdf-8')).toBeUndefined()
      expect(await place.store.job('job-0')).toEqual(job(0, 'due'))
      expect(await place.store.transcript('t-1')).toEqual(record)
    })

    test('STORE-14 a job that is done stays done and one that has lapsed is not due again, unless a signature comes', async () => {
      const [done, lapsed] = [job(0, 'done'), job(1, 'lapsed')]
      await place.store.setJobs([done, lapsed])
      await place.store.setJobs([job(0, 'due'), job(1, 'due')])
      await place.store.setJobs([job(0, 'lapsed'), job(1, 'leased')])
      expect(await place.store.jobs({ subject: 't-1' })).toEqual([done, lapsed])
      await place.store.collect([{ artefacts: [], jobs: [job(1, 'done')] }])
      expect(await place.store.jobs({ subject: 't-1' })).toEqual([done, job(1, 'done')])
    })
  })
}
