import { Fault, next } from '@hocba/shared/core'
import { transcriptMachine } from '@hocba/shared/issue'
import { verifyFile } from '@hocba/shared/verify'
import type { AgentResult } from '@hocba/shared/wire'
import { rfc3339 } from '../clock.ts'
import { checkEd25519 } from '../log/ed25519.ts'
import { sha256Hex } from '../identity/digest.ts'
import { eventOf } from '../log/event.ts'
import type { Services } from '../services.ts'
import type { Artefact, StoredJob } from '../store/port.ts'
import { cryptography } from '../verify/cryptography.ts'
import { certificateIn, readAttestation } from './attestation.ts'
import { signersBehind } from './expected.ts'
import type { TrustFolder } from './trust.ts'

/** Takes a signature back from the agent: verified again with code that shares nothing with the signer, then kept for ever. */
export async function collect(
  services: Services,
  trust: TrustFolder,
  jobId: string,
  files: { readonly xml: Uint8Array; readonly pdf: Uint8Array },
  key: AgentResult['key'],
): Promise<void> {
  const { stores, signing, clock } = services
  if (await isRepeat(services, jobId, files)) return
  const job = await signing.leasedJob(jobId)
  services.certificates.demandApproved(job.person, certificateIn(new TextDecoder().decode(files.xml), job.position))
  const signatures = await verified(services, trust, job, files)
  const signed: StoredJob = {
    ...job,
    state: 'done',
    signedAt: rfc3339(clock.now()),
    attestation: readAttestation(new TextDecoder().decode(files.xml), job.position),
  }
  const { jobs, complete } = await signing.after(signed)
  const artefacts = (['xml', 'pdf'] as const).map((kind): Artefact => ({
    subject: job.subject,
    version: job.version,
    kind,
    bytes: files[kind],
    sha256: sha256Hex(files[kind]),
    signatures,
  }))
  const transcript = complete && job.kind === 'transcript' ? await signedTranscript(services, job.subject) : undefined
  await recordSignature(services, signed, artefacts, key)
  await stores.transcripts.collect({ artefacts, jobs, ...(transcript ? { transcript } : {}) })
}

/** On record before it takes effect: a signed file that the log does not name is a forgery. */
async function recordSignature(
  { queue, signing }: Services,
  job: StoredJob,
  artefacts: readonly Artefact[],
  key: AgentResult['key'],
): Promise<void> {
  const { subject, version, position, role, person, digest } = job
  const [xml, pdf] = artefacts
  if (!xml || !pdf || job.signedAt === null) throw new Fault('signing.order')
  // A lease that ran out has lost its batch; the signature itself says whose it is.
  const session = job.batch === null ? 'signing-agent' : (await signing.batch(job.batch)).session
  const by = { actor: { id: person }, session: { id: session } }
  const body = {
    subject,
    version,
    position,
    role,
    digest,
    signatures: xml.signatures,
    xml: xml.sha256,
    pdf: pdf.sha256,
    ...(key ? { key } : {}),
  }
  await queue.record({ event: eventOf('sign', by, job.signedAt, body, xml.sha256) })
}

/** An agent that was killed before it noted our answer sends the same bytes again. */
async function isRepeat(
  { stores }: Services,
  jobId: string,
  files: { readonly xml: Uint8Array; readonly pdf: Uint8Array },
): Promise<boolean> {
  const job = await stores.transcripts.job(jobId)
  const known = await stores.transcripts.artefactBySha256(sha256Hex(files.xml))
  return job?.state === 'done' && known?.subject === job.subject && known.version === job.version
}

/** How many signatures both files carry; refuses files that do not verify or do not say what was ordered. */
async function verified(
  services: Services,
  trust: TrustFolder,
  job: StoredJob,
  files: { readonly xml: Uint8Array; readonly pdf: Uint8Array },
): Promise<number> {
  const done = (await services.signing.jobsOfFile(job.subject, job.version)).filter((one) => one.state === 'done')
  const before = done.length
  const positions = new Set([job, ...done].map(({ position }) => position))
  const expect = (await signersBehind(services, job.digest))?.filter((_, position) => positions.has(position))
  const log = trust.logKey && { log: { key: trust.logKey, check: checkEd25519 } }
  const options = {
    trust: trust.trust,
    at: services.clock.now(),
    cryptography,
    require: [],
    ...log,
    ...(expect && { expect }),
    ...(services.status && { status: services.status }),
  }
  for (const kind of ['xml', 'pdf'] as const) {
    const report = await verifyFile(files[kind], options)
    const wrong = report.checks.filter((check) => check.ok === false)
    if (report.kind !== kind || report.digest !== job.digest || report.signatures.length !== before + 1 || wrong.length > 0) {
      throw new Fault('artefact.invalid', { extra: { kind, checks: wrong.map(({ id, detail }) => ({ id, detail })) } })
    }
  }
  return before + 1
}

async function signedTranscript(
  { stores }: Services,
  id: string,
): Promise<NonNullable<Awaited<ReturnType<typeof stores.transcripts.transcript>>>> {
  const transcript = await stores.transcripts.transcript(id)
  if (!transcript) throw new Fault('transcript.unknown')
  const state = next(transcriptMachine, transcript.state, 'sign')
  if (!state.ok) throw new Fault('transcript.state')
  return { ...transcript, state: state.value }
}
