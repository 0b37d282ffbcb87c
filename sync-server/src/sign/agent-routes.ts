import { Fault, type FaultCode } from '@hocba/shared/core'
import { type AgentJob, type AgentResult, agentFailure, agentResultHead, agentStart, readBundle, writeBundle } from '@hocba/shared/wire'
import { type Call, type Route, param, withBody } from '../listen/route.ts'
import type { Snapshot } from '@hocba/shared/snapshot'
import type { Services } from '../services.ts'
import type { StoredJob, TranscriptRecord } from '../store/port.ts'
import { proofOfDigest, sizeOf } from '../witness/proof.ts'
import { Collector, type SignedFiles } from './collect.ts'
import { snapshotBehind } from './expected.ts'
import { titleOf, transcriptsOf } from './subject.ts'
import type { TrustFolder } from './trust.ts'

/** What the signing agent asks with its own token; the server never reaches into the agent. */
export function agentRoutes(services: Services, trust: TrustFolder): readonly Route[] {
  const { signing, school, stores } = services
  const collector = new Collector(services, trust)
  const alone = <T>(work: () => Promise<T>): Promise<T> => services.exclusive.run('signing', work)
  return [
    {
      method: 'GET',
      path: '/api/agent/people',
      summary: 'The school and everybody who may hold a credential',
      access: 'agent',
      run: async (call) =>
        demandSchool(call) ?? {
          school: school.record.school,
          holders: school.record.people
            .filter(
              (person) =>
                !person.roles.some(
                  (role) => role === 'guardian' || role === 'system-administrator' || role === 'authority-officer' || role === 'auditor',
                ),
            )
            .map((person) => {
              const organisation = person.roles.includes('clerk')
              return {
                account: person.id,
                name: organisation ? school.record.school.name : person.name,
                uid: person.uid,
                title: person.title,
                organisation,
              }
            }),
        },
    },
    {
      method: 'GET',
      path: '/api/agent/batches/:id',
      summary: 'A batch, to show to its holder before the PIN',
      access: 'agent',
      async run(call) {
        const batch = await signing.shown(param(call, 'id'), call.query['code'] ?? '')
        demandOwn(call, batch.person, 'batch.unknown')
        const jobs = await stores.transcripts.jobsById(batch.jobs)
        return {
          id: batch.id,
          person: batch.person,
          name: school.nameOf(batch.person),
          jobs: await agentJobs(services, jobs),
        }
      },
    },
    withBody(agentStart, {
      method: 'POST',
      path: '/api/agent/batches/:id/start',
      summary: 'Use up the code and lease the jobs',
      access: 'agent',
      async run(call) {
        const { person } = await signing.shown(param(call, 'id'), call.body.code)
        demandOwn(call, person, 'batch.unknown')
        const jobs = await alone(() => signing.start(param(call, 'id'), call.body.code, call.session.user))
        return { jobs: await agentJobs(services, jobs) }
      },
    }),
    {
      method: 'POST',
      path: '/api/agent/batches/:id/finish',
      summary: 'The batch is over; what was not returned is due again',
      access: 'agent',
      async run(call) {
        demandOwn(call, (await signing.batch(param(call, 'id'))).person, 'batch.unknown')
        await alone(() => signing.finish(param(call, 'id')))
      },
    },
    {
      method: 'POST',
      path: '/api/agent/release',
      summary: 'The agent has begun anew: its earlier batches are over, and what they did not return is due again',
      access: 'agent',
      run: ({ session }) => alone(() => signing.release(session.user)),
    },
    {
      method: 'GET',
      path: '/api/agent/jobs/:id/work',
      summary:
        'The exact bytes of the snapshot, and both files as signed so far; with ?size=, that it is on record in the log of that size',
      access: 'agent',
      async run(call) {
        const job = await ownJob(services, call)
        const { size } = call.query
        const head = size === undefined ? {} : { proof: await proofOfDigest(services, job.digest, sizeOf(size)) }
        const snapshot = await snapshotOf(services, job)
        const [xml, pdf] = await Promise.all(
          (['xml', 'pdf'] as const).map((kind) => stores.transcripts.artefact(job.subject, job.version, kind)),
        )
        const bundle = writeBundle(head, { snapshot, xml: xml?.bytes ?? null, pdf: pdf?.bytes ?? null })
        return call.reply.type('application/octet-stream').send(Buffer.from(bundle.buffer))
      },
    },
    {
      method: 'GET',
      path: '/api/agent/jobs/:id/replaced',
      summary: 'The exact bytes of the snapshot that this one replaces, to show what has changed',
      access: 'agent',
      async run(call) {
        const { replaces } = JSON.parse(new TextDecoder().decode(await snapshotOf(services, await ownJob(services, call)))) as Snapshot
        const bytes = replaces === undefined ? undefined : await snapshotBehind(services, replaces)
        if (!bytes) throw new Fault('artefact.unknown')
        return call.reply.type('application/json').send(Buffer.from(bytes))
      },
    },
    {
      method: 'POST',
      path: '/api/agent/jobs/:id/result',
      summary: 'Hand in the two signed files',
      access: 'agent',
      async run(call) {
        const job = await stores.transcripts.job(param(call, 'id'))
        demandOwn(call, job?.person, 'signing.order')
        const { files, key } = resultIn(call.body)
        await collector.take(param(call, 'id'), files, key)
      },
    },
    withBody(agentFailure, {
      method: 'POST',
      path: '/api/agent/jobs/:id/failure',
      summary: 'Hand a job back with the reason',
      access: 'agent',
      async run(call) {
        await ownJob(services, call)
        await alone(() => signing.fail(param(call, 'id'), call.body.code))
      },
    }),
  ]
}

async function snapshotOf({ stores }: Services, { kind, subject, version }: StoredJob): Promise<Uint8Array> {
  const bytes =
    kind === 'transcript'
      ? await stores.transcripts.transcriptBytes(subject)
      : await stores.gradebook.snapshotBytes(subject as never, version)
  if (!bytes) throw new Fault('artefact.unknown')
  return bytes
}

/** @throws Fault `request.invalid` for what is not a bundle of two files */
function resultIn(body: unknown): { readonly files: SignedFiles; readonly key: AgentResult['key'] } {
  const bundle = body instanceof Uint8Array ? readBundle(body, ['xml', 'pdf']) : undefined
  const head = agentResultHead.safeParse(bundle?.head)
  const { xml, pdf } = bundle?.files ?? {}
  if (!head.success || !xml || !pdf) throw new Fault('request.invalid')
  return { files: { xml, pdf }, key: head.data.key }
}

/** The school's own agent signs for everybody who comes to it; a paired one (`session.user`) for its holder alone. */
export function demandOwn({ session }: Pick<Call, 'session'>, person: string | undefined, code: FaultCode): void {
  if (session.user !== '' && session.user !== person) throw new Fault(code)
}

/** @throws Fault `forbidden` for an agent on somebody's own computer */
export function demandSchool({ session }: Call): undefined {
  if (session.user !== '') throw new Fault('forbidden')
}

/** The job that the call names, if it is this agent's to finish. @throws Fault `signing.order` */
async function ownJob({ signing }: Pick<Services, 'signing'>, call: Call): Promise<StoredJob> {
  const job = await signing.leasedJob(param(call, 'id'))
  demandOwn(call, job.person, 'signing.order')
  return job
}

async function agentJobs(services: Services, jobs: readonly StoredJob[]): Promise<readonly AgentJob[]> {
  const transcripts = await transcriptsOf(services, jobs)
  return jobs.map((job) => agentJob(services, job, transcripts.get(job.subject)))
}

function agentJob({ school }: Services, job: StoredJob, transcript: TranscriptRecord | undefined): AgentJob {
  const { className, title } = titleOf(job)
  return {
    id: job.id,
    kind: job.kind,
    subject: job.subject,
    version: job.version,
    role: job.role,
    position: job.position,
    person: job.person,
    digest: job.digest,
    title: transcript ? `Học bạ ${school.student(transcript.student)?.name ?? ''}, lớp ${transcript.class}` : title,
    students: transcript ? 1 : school.studentsOf(className).length,
  }
}
