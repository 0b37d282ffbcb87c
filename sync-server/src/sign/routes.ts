import { decide } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import { parseGridId } from '@hocba/shared/grid'
import { type VerifyReport, readCertificate, statusQuestion } from '@hocba/shared/verify'
import { batchRequest } from '@hocba/shared/wire'
import { type Call, type Route, demand, param, withBody } from '../listen/route.ts'
import { uploadOf } from '../listen/upload.ts'
import type { Services } from '../services.ts'
import type { StoredJob, TranscriptRecord } from '../store/port.ts'
import { signersBehind } from './expected.ts'
import { lookUp } from './register.ts'
import { Verifier } from '../verify/verifier.ts'
import { MinuteLimit } from './minute-limit.ts'
import { titleOf, transcriptsOf } from './subject.ts'
import type { TrustFolder } from './trust.ts'

/** Signing inbox and batches, files, the public register, trust material and verifier. */
export function signingRoutes(services: Services, trust: TrustFolder): readonly Route[] {
  const { signing, stores, config, clock } = services
  const verifier = new Verifier()
  const verifications = new MinuteLimit(config.limits.verify, clock)
  const questions = new MinuteLimit(config.limits.verify * 12, clock)
  return [
    {
      method: 'GET',
      path: '/api/signing/jobs',
      summary: 'What I may sign now',
      access: 'session',
      asks: 'self',
      async run({ actor }) {
        const jobs = await signing.due(actor.id)
        const transcripts = await transcriptsOf(services, jobs)
        return jobs.map((job) => describeJob(services, job, transcripts.get(job.subject)))
      },
    },
    withBody(batchRequest, {
      method: 'POST',
      path: '/api/signing/batches',
      summary: 'Open a batch for the signing agent; the PIN is typed on the agent’s own page',
      access: 'fresh',
      asks: 'self',
      run: ({ actor, session, body }) => signing.openBatch(actor.id, session.id, body.jobs),
    }),
    {
      method: 'GET',
      path: '/api/signing/batches/:id',
      summary: 'Progress of my batch',
      access: 'session',
      asks: 'self',
      async run(call) {
        const { person, ...progress } = await signing.progress(param(call, 'id'))
        if (person !== call.actor.id) throw new Fault('batch.unknown')
        return progress
      },
    },
    {
      method: 'GET',
      path: '/api/grids/:id/artefacts',
      summary: 'Signed files of a grid, every version',
      access: 'session',
      asks: ['grid.files'],
      async run(call) {
        await demandFiles(services, call, param(call, 'id'))
        const versions = services.snapshots.versions(param(call, 'id'))
        const latest = versions.at(-1)?.version ?? 0
        return (
          await Promise.all(
            versions.map(({ grid, version }) =>
              artefactsOf(services, grid, version, version < latest, `/api/grids/${grid}/artefacts/${version}`),
            ),
          )
        ).flat()
      },
    },
    {
      method: 'GET',
      path: '/api/grids/:id/artefacts/:version/:kind',
      summary: 'A signed file',
      access: 'session',
      asks: ['grid.files'],
      async run(call) {
        await demandFiles(services, call, param(call, 'id'))
        return sendFile(
          services,
          call,
          param(call, 'id'),
          Number(param(call, 'version')),
          `${param(call, 'id')}-v${param(call, 'version')}`,
        )
      },
    },
    {
      method: 'GET',
      path: '/api/grids/:id/snapshots/:version',
      summary: 'Exactly the bytes whose digest is signed',
      access: 'session',
      asks: ['grid.files'],
      async run(call) {
        await demandFiles(services, call, param(call, 'id'))
        const bytes = await stores.gradebook.snapshotBytes(call.params['id'] as never, Number(param(call, 'version')))
        if (!bytes) throw new Fault('artefact.unknown')
        return call.reply.type('application/json').send(Buffer.from(bytes))
      },
    },
    {
      method: 'GET',
      path: '/api/register/:sha256',
      summary: 'What has become of a file or snapshot',
      access: 'public',
      async run(call) {
        const digest = param(call, 'sha256')
        if (!/^[0-9a-f]{64}$/.test(digest)) throw new Fault('request.invalid')
        return lookUp(services, digest)
      },
    },
    {
      method: 'GET',
      path: '/api/register/:sha256/signers',
      summary: 'Who had to sign a snapshot, by their approved certificates, and on what decisions; nobody’s name or number',
      access: 'public',
      async run(call) {
        questions.take(call.request.ip)
        const digest = param(call, 'sha256')
        if (!/^[0-9a-f]{64}$/.test(digest)) throw new Fault('request.invalid')
        const signers = await signersBehind(services, digest)
        return { signers: signers?.map(({ role, certificates }) => ({ role, certificates })) ?? null }
      },
    },
    {
      method: 'GET',
      path: '/api/trust',
      summary: 'Roots, chain, revocation list and log key of the school',
      access: 'public',
      run: async () => ({
        roots: [trust.pem('root.pem')],
        chain: [trust.pem('chain.pem')],
        crl: [trust.pem('crl.pem')],
        timestamps: [trust.pem('tsa.pem')],
        asksStatus: services.status !== undefined,
        logKey: trust.pem('school.vkey').trim(),
      }),
    },
    {
      method: 'GET',
      path: '/api/revocation/:issuer/:serial',
      summary:
        'What the responder says of a certificate: its own signed answer (OCSP, base64), for who knows the issuer’s key by its SHA-1',
      access: 'public',
      async run(call) {
        questions.take(call.request.ip)
        return { answer: await answerOf(services, trust, param(call, 'issuer'), param(call, 'serial')) }
      },
    },
    {
      method: 'POST',
      path: '/api/verify',
      summary: 'Verify a file (the body, or multipart `file`)',
      access: 'public',
      async run({ request }): Promise<VerifyReport> {
        verifications.take(request.ip)
        return verifier.verify(await uploadOf(request), {
          trust: trust.trust,
          logKey: trust.logKey,
          at: clock.now(),
          register: (digest) => lookUp(services, digest),
          directory: (digest) => signersBehind(services, digest),
          status: services.status,
        })
      },
    },
  ]
}

/** Only authorities of the school's own trust material are asked about, at the address that the school has chosen. */
async function answerOf({ status }: Services, trust: TrustFolder, issuer: string, serial: string): Promise<string | null> {
  if (!/^[0-9a-f]{40}$/.test(issuer) || !/^(?:[0-9a-f]{2}){1,20}$/.test(serial)) throw new Fault('request.invalid')
  if (status === undefined) return null
  const number = Buffer.from(serial, 'hex')
  const digits = number.readUInt8(0) >= 0x80 ? Buffer.concat([Uint8Array.of(0), number]) : number
  for (const der of [...trust.trust.roots, ...trust.trust.chain]) {
    const question = await statusQuestion(readCertificate(der), Buffer.concat([Uint8Array.of(2, digits.length), digits]))
    if (question.issuerKey !== issuer) continue
    const answer = await status(question)
    return answer === undefined ? null : Buffer.from(answer).toString('base64')
  }
  return null
}

function describeJob({ school }: Services, job: StoredJob, transcript: TranscriptRecord | undefined): object {
  const { className, title } = titleOf(job)
  const student = transcript && school.student(transcript.student)
  return {
    id: job.id,
    kind: job.kind,
    subject: job.subject,
    version: job.version,
    role: job.role,
    digest: job.digest,
    className: transcript?.class ?? className,
    title: student ? `Học bạ ${student.name}, lớp ${transcript?.class ?? ''}` : title,
    signerName: school.nameOf(job.person),
    students: transcript ? 1 : school.studentsOf(className).length,
  }
}

/** Reading files follows the grid; the clerk sees them once they reach the seal. */
async function demandFiles({ signing, snapshots, reads }: Services, call: Call, id: string): Promise<void> {
  const grid = parseGridId(id)
  if (!grid) throw new Fault('grid.unknown')
  const sealed = await signing.isAtSeal(id, snapshots.latest(id)?.version ?? 0)
  demand(decide(call.actor, 'grid.files', { grid, sealed }))
  reads.noteGrid(call, grid)
}

/** The two files of one version: who has signed and who is still missing. */
export async function artefactsOf(
  { stores, signing }: Services,
  subject: string,
  version: number,
  superseded: boolean,
  url: string,
): Promise<readonly object[]> {
  const jobs = await signing.jobsOfFile(subject, version)
  const signedBy = jobs.filter((job) => job.state === 'done').map((job) => job.role)
  const missing = jobs.filter((job) => job.state !== 'done').map(({ role, person }) => ({ role, person }))
  const state = superseded ? 'superseded' : missing.length > 0 ? 'signing' : 'signed'
  const files = await Promise.all((['xml', 'pdf'] as const).map((kind) => stores.transcripts.artefact(subject, version, kind)))
  return files
    .filter((file) => file !== undefined)
    .map(({ kind, sha256 }) => ({ kind, version, state, signedBy, missing, sha256, url: `${url}/${kind}` }))
}

const contentTypes: Readonly<Record<string, string>> = { xml: 'application/xml', pdf: 'application/pdf' }

export async function sendFile({ stores }: Services, call: Call, subject: string, version: number, name: string): Promise<unknown> {
  const kind = param(call, 'kind')
  const file = kind === 'xml' || kind === 'pdf' ? await stores.transcripts.artefact(subject, version, kind) : undefined
  if (!file) throw new Fault('artefact.unknown')
  return call.reply
    .type(contentTypes[kind] ?? 'application/octet-stream')
    .header('content-disposition', `attachment; filename="${name}.${kind}"`)
    .send(Buffer.from(file.bytes))
}
