import { Fault } from '@hocba/shared/core'
import { type AgentJob, agentFailure, agentResult, agentStart } from '@hocba/shared/wire'
import { type Route, param, withBody } from '../listen/route.ts'
import type { Services } from '../services.ts'
import type { StoredJob } from '../store/port.ts'
import { collect } from './collect.ts'
import { titleOf } from './queue.ts'
import type { TrustFolder } from './trust.ts'

/** What the signing agent asks with its own token; the server never reaches into the agent. */
export function agentRoutes(services: Services, trust: TrustFolder): readonly Route[] {
  const { signing, school, stores } = services
  const alone = <T>(work: () => Promise<T>): Promise<T> => services.exclusive.run('signing', work)
  return [
    {
      method: 'GET',
      path: '/api/agent/people',
      summary: 'The school and everybody who may hold a credential',
      access: 'agent',
      run: async () => ({
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
      }),
    },
    {
      method: 'GET',
      path: '/api/agent/batches/:id',
      summary: 'A batch, to show to its holder before the PIN',
      access: 'agent',
      async run(call) {
        const batch = await signing.shown(param(call, 'id'), call.query['code'] ?? '')
        const jobs = await Promise.all(batch.jobs.map((id) => stores.transcripts.job(id)))
        return {
          id: batch.id,
          person: batch.person,
          name: school.nameOf(batch.person),
          jobs: await Promise.all(jobs.filter((job) => job !== undefined).map((job) => agentJob(services, job))),
        }
      },
    },
    withBody(agentStart, {
      method: 'POST',
      path: '/api/agent/batches/:id/start',
      summary: 'Use up the code and lease the jobs',
      access: 'agent',
      run: async (call) => ({
        jobs: await Promise.all(
          (await alone(() => signing.start(param(call, 'id'), call.body.code))).map((job) => agentJob(services, job)),
        ),
      }),
    }),
    {
      method: 'POST',
      path: '/api/agent/batches/:id/finish',
      summary: 'The batch is over; what was not returned is due again',
      access: 'agent',
      run: (call) => alone(() => signing.finish(param(call, 'id'))),
    },
    {
      method: 'GET',
      path: '/api/agent/jobs/:id/snapshot',
      summary: 'The exact bytes of the snapshot',
      access: 'agent',
      async run(call) {
        const job = await signing.leasedJob(param(call, 'id'))
        const bytes =
          job.kind === 'transcript'
            ? await stores.transcripts.transcriptBytes(job.subject)
            : await stores.gradebook.snapshotBytes(job.subject as never, job.version)
        if (!bytes) throw new Fault('artefact.unknown')
        return call.reply.type('application/json').send(Buffer.from(bytes))
      },
    },
    ...(['xml', 'pdf'] as const).map((kind): Route => ({
      method: 'GET',
      path: `/api/agent/jobs/:id/${kind}`,
      summary: `The ${kind.toUpperCase()} as signed so far; 404 when nobody has signed yet`,
      access: 'agent',
      async run(call) {
        const job = await signing.leasedJob(param(call, 'id'))
        const file = await stores.transcripts.artefact(job.subject, job.version, kind)
        if (!file) throw new Fault('artefact.unknown')
        return call.reply.type('application/octet-stream').send(Buffer.from(file.bytes))
      },
    })),
    withBody(agentResult, {
      method: 'POST',
      path: '/api/agent/jobs/:id/result',
      summary: 'Hand in the two signed files',
      access: 'agent',
      run: (call) =>
        alone(() =>
          collect(services, trust, param(call, 'id'), {
            xml: Buffer.from(call.body.xml, 'base64'),
            pdf: Buffer.from(call.body.pdf, 'base64'),
          }),
        ),
    }),
    withBody(agentFailure, {
      method: 'POST',
      path: '/api/agent/jobs/:id/failure',
      summary: 'Hand a job back with the reason',
      access: 'agent',
      run: (call) => alone(() => signing.fail(param(call, 'id'), call.body.code)),
    }),
  ]
}

async function agentJob({ school, stores }: Services, job: StoredJob): Promise<AgentJob> {
  const transcript = job.kind === 'transcript' ? await stores.transcripts.transcript(job.subject) : undefined
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
