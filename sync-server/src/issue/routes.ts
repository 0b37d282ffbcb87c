import { decide } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import { gradeOf, isPrimary } from '@hocba/shared/school'
import { type TranscriptSnapshot, snapshotBytes } from '@hocba/shared/snapshot'
import { executeRequest, transcriptsRequest } from '@hocba/shared/wire'
import { newId, rfc3339 } from '../clock.ts'
import { coversTranscript, orderFor } from '../freeze/orders.ts'
import { sha256Hex } from '../identity/digest.ts'
import { eventOf } from '../log/event.ts'
import { type Call, type Route, demand, param, withBody } from '../listen/route.ts'
import type { Services } from '../services.ts'
import { artefactsOf, sendFile } from '../sign/routes.ts'
import type { SchoolEvent, TranscriptRecord } from '../store/port.ts'
import { TranscriptChanges, demandOrdered, demandTranscript, stateAfter } from './change.ts'
import { makeTranscript, readSignedYear, unsignedGrids } from './transcripts.ts'

/** Initialise, issue, revoke and replace transcripts on the principal's order (000 art. 13-14, 001 art. 12, 14). */
export function issueRoutes(services: Services): readonly Route[] {
  const { stores } = services
  // Nor while a signature comes in: it would overwrite the state that is being changed.
  const alone = <T>(work: () => Promise<T>): Promise<T> => services.exclusive.run('signing', work)
  const changes = new TranscriptChanges(services)
  const changed = async (call: Call, event: 'issue' | 'revoke', order: string): Promise<object> =>
    describe(services, await changes.make({ call, event, order }))
  return [
    withBody(transcriptsRequest, {
      method: 'POST',
      path: '/api/transcripts',
      summary: 'Initialise the transcripts of a class whose grids are all frozen and signed',
      access: 'fresh',
      asks: ['transcript.initialise'],
      run: (call) => alone(() => initialise(services, call, call.body)),
    }),
    {
      method: 'GET',
      path: '/api/transcripts',
      summary: 'Transcripts of a class and year',
      access: 'session',
      asks: ['transcript.read'],
      async run(call) {
        const { class: className, year } = call.query
        demand(decide(call.actor, 'transcript.read', className === undefined ? {} : { class: className }))
        const records = await stores.transcripts.transcripts({
          ...(className === undefined ? {} : { class: className }),
          ...(year === undefined ? {} : { year: year.slice(0, 4) }),
        })
        for (const one of new Set(records.map((record) => record.class))) services.reads.note(call, `class:${one}`)
        return Promise.all(records.map((record) => describe(services, record)))
      },
    },
    {
      method: 'GET',
      path: '/api/transcripts/:id/artefacts/:kind',
      summary: 'A signed transcript file',
      access: 'session',
      asks: ['transcript.read'],
      async run(call) {
        const record = await demandTranscript(services, param(call, 'id'))
        demand(decide(call.actor, 'transcript.read', { class: record.class }))
        services.reads.note(call, `student:${record.student}`)
        return sendFile(services, call, record.id, record.version, `hoc-ba-${record.student}-v${record.version}`)
      },
    },
    withBody(executeRequest, {
      method: 'POST',
      path: '/api/transcripts/:id/issue',
      summary: 'Issue a fully signed transcript',
      access: 'fresh',
      asks: ['transcript.issue'],
      run: (call) => changed(call, 'issue', call.body.order),
    }),
    withBody(executeRequest, {
      method: 'POST',
      path: '/api/transcripts/:id/revoke',
      summary: 'Revoke a transcript',
      access: 'fresh',
      asks: ['transcript.revoke'],
      run: (call) => changed(call, 'revoke', call.body.order),
    }),
    withBody(executeRequest, {
      method: 'POST',
      path: '/api/transcripts/:id/replace',
      summary: 'Initialise the replacement of a revoked transcript',
      access: 'fresh',
      asks: ['transcript.issue'],
      run: (call) => alone(() => replace(services, call, call.body.order)),
    }),
  ]
}

async function initialise(
  services: Services,
  call: Call,
  request: { readonly order: string; readonly class: string; readonly year: string },
): Promise<object> {
  const { stores, school, clock, signing, queue } = services
  demand(decide(call.actor, 'transcript.initialise'))
  // The transcript of Circular 27 has a form of its own; a page of Circular 22 for a primary pupil would be a false document.
  if (isPrimary(gradeOf(request.class))) throw new Fault('transcript.form')
  const year = request.year.slice(0, 4)
  const order = await orderFor(
    stores.gradebook,
    request.order,
    ['issue'],
    (one) => coversTranscript(one, { class: request.class, year }),
    clock.now(),
  )
  const unsigned = await unsignedGrids(services, request.class, year)
  if (unsigned.length > 0 || school.studentsOf(request.class).length === 0) throw new Fault('grid.unsigned', { extra: { grids: unsigned } })
  const signedYear = await readSignedYear(services, request.class, year)
  // A student has one transcript (000 art. 3.1); a revoked one is replaced, not initialised again.
  const existing = new Set((await stores.transcripts.transcripts({ class: request.class, year })).map((record) => record.student))
  const createdAt = rfc3339(clock.now())
  const made = school
    .studentsOf(request.class)
    .filter((student) => !existing.has(student.id))
    .map((student) =>
      recordOf(makeTranscript(services, signedYear, { id: newId(), version: 1, student, createdAt, order: order.id }), year),
    )
  const jobs = made.flatMap(({ record, snapshot }) =>
    signing.jobsFor({ kind: 'transcript', subject: record.id, version: record.version, digest: record.digest, signers: snapshot.signers }),
  )
  await Promise.all(made.map((one) => queue.record({ event: initialised(call, one, null) })))
  await stores.transcripts.createTranscripts(made, jobs)
  return { created: made.length, transcripts: made.map(({ record }) => record.id) }
}

/** On record before the transcript exists (001 art. 13). */
function initialised(call: Call, { record, snapshot }: ReturnType<typeof recordOf>, replaces: string | null): SchoolEvent {
  const { id, student, class: className, year, version, createdAt, order, digest } = record
  const body = { id, student, class: className, year, version, signers: snapshot.signers.length, replaces }
  return { ...eventOf('initialise', call, createdAt, body, digest), cause: order }
}

function recordOf(
  snapshot: TranscriptSnapshot,
  year: string,
): { readonly record: TranscriptRecord; readonly bytes: Uint8Array; readonly snapshot: TranscriptSnapshot } {
  const bytes = snapshotBytes(snapshot)
  const record: TranscriptRecord = {
    id: snapshot.id,
    student: snapshot.student.id,
    class: snapshot.class,
    year,
    version: snapshot.version,
    state: 'initialised',
    digest: sha256Hex(bytes),
    createdAt: snapshot.createdAt,
    order: snapshot.order,
  }
  return { record, bytes, snapshot }
}

async function replace(services: Services, call: Call, orderId: string): Promise<object> {
  const { stores, school, clock, signing, queue } = services
  demand(decide(call.actor, 'transcript.issue'))
  const record = await demandTranscript(services, param(call, 'id'))
  const order = await demandOrdered(services, record, orderId, ['issue', 'revoke'])
  const state = stateAfter(record, 'replace')
  const unsigned = await unsignedGrids(services, record.class, record.year)
  if (unsigned.length > 0) throw new Fault('grid.unsigned', { extra: { grids: unsigned } })
  const student = school.student(record.student)
  if (!student) throw new Fault('student.unknown')
  const snapshot = makeTranscript(services, await readSignedYear(services, record.class, record.year), {
    id: newId(),
    version: record.version + 1,
    replaces: record.digest,
    student,
    createdAt: rfc3339(clock.now()),
    order,
  })
  const made = recordOf(snapshot, record.year)
  const gone = eventOf('replace', call, snapshot.createdAt, { id: record.id, successor: snapshot.id }, record.digest)
  await Promise.all([queue.record({ event: { ...gone, cause: order } }), queue.record({ event: initialised(call, made, record.digest) })])
  await stores.transcripts.createTranscripts(
    [made],
    signing.jobsFor({
      kind: 'transcript',
      subject: snapshot.id,
      version: snapshot.version,
      digest: made.record.digest,
      signers: snapshot.signers,
    }),
  )
  await stores.transcripts.putTranscripts([{ ...record, state, replacedBy: snapshot.id }])
  return { id: snapshot.id, replaces: record.id }
}

async function describe(services: Services, record: TranscriptRecord): Promise<object> {
  const bytes = await services.stores.transcripts.transcriptBytes(record.id)
  const snapshot = bytes && (JSON.parse(new TextDecoder().decode(bytes)) as TranscriptSnapshot)
  const jobs = await services.signing.jobsOfFile(record.id, record.version)
  return {
    ...record,
    name: snapshot?.student.name ?? record.student,
    className: record.class,
    promotion: snapshot?.promotion ?? null,
    study: snapshot?.study.cn ?? null,
    conduct: snapshot?.conduct.cn ?? null,
    title: snapshot?.title ?? null,
    signed: jobs.filter((job) => job.state === 'done').length,
    signers: jobs.length,
    artefacts: await artefactsOf(
      services,
      record.id,
      record.version,
      record.state === 'replaced',
      `/api/transcripts/${record.id}/artefacts`,
    ),
  }
}
