import { Fault, next } from '@hocba/shared/core'
import { transcriptMachine } from '@hocba/shared/issue'
import { verifyFile } from '@hocba/shared/verify'
import type { AgentResult } from '@hocba/shared/wire'
import { dayOf, rfc3339 } from '../clock.ts'
import { checkEd25519 } from '../log/ed25519.ts'
import { sha256Hex } from '../identity/digest.ts'
import { Group, type Waiting } from '../group.ts'
import { eventOf } from '../log/event.ts'
import type { Services } from '../services.ts'
import type { Artefact, Batch, Collected, StoredJob } from '../store/port.ts'
import { cryptography } from '../verify/cryptography.ts'
import { certificateIn, readAttestation } from './attestation.ts'
import { signersBehind } from './expected.ts'
import { demandLeased } from './queue.ts'
import type { TrustFolder } from './trust.ts'

export interface SignedFiles {
  readonly xml: Uint8Array
  readonly pdf: Uint8Array
}

/** What is looked at more than once of both files. */
interface Pair extends SignedFiles {
  /** The XML's. */
  readonly text: string
  readonly sha256: Readonly<Record<keyof SignedFiles, string>>
}

const pairOf = ({ xml, pdf }: SignedFiles): Pair => ({
  xml,
  pdf,
  text: new TextDecoder().decode(xml),
  sha256: { xml: sha256Hex(xml), pdf: sha256Hex(pdf) },
})

/** A pair that has been verified. */
interface Verified {
  readonly jobId: string
  readonly files: Pair
  readonly key: AgentResult['key']
  /** How many signatures both files carry. */
  readonly signatures: number
}

type Waits = Waiting<Verified, void>

/** What a pair changes. */
interface Accepted {
  readonly waiting: Waits
  readonly signed: StoredJob
  readonly collected: Collected
}

/**
 * Takes signatures back from the agent: each pair is verified again with code that shares nothing with the signer, then kept for ever.
 * Pairs that come while others are being kept are put on record together.
 */
export class Collector {
  readonly #services: Services
  readonly #trust: TrustFolder
  readonly #group: Group<Verified, void>
  /** The batch asked for last. */
  #batch: Pick<Batch, 'id' | 'session'> | undefined

  constructor(services: Services, trust: TrustFolder) {
    this.#services = services
    this.#trust = trust
    this.#group = new Group(services.exclusive, 'signing', (group) => this.#keep(group))
  }

  async take(jobId: string, signed: SignedFiles, key: AgentResult['key']): Promise<void> {
    const files = pairOf(signed)
    const found = await this.#services.stores.transcripts.job(jobId)
    if (await isRepeat(this.#services, found, files)) return
    const job = demandLeased(found)
    this.#demandApproved(job, files)
    const signatures = await verified(this.#services, this.#trust, job, files)
    await this.#group.add({ jobId, files, key, signatures })
  }

  async #keep(group: readonly Waits[]): Promise<void> {
    const accepted: Accepted[] = []
    for (const waiting of group) {
      const one = await this.#accept(waiting, accepted).catch(waiting.fail)
      if (one !== undefined) accepted.push(one)
    }
    const recorded = await Promise.all(accepted.map((one) => this.#record(one)))
    const kept = accepted.filter((_, index) => recorded[index])
    try {
      if (kept.length > 0) await this.#services.stores.transcripts.collect(kept.map(({ collected }) => collected))
      for (const { waiting } of kept) waiting.settle()
    } catch (cause) {
      for (const { waiting } of kept) waiting.fail(cause)
    }
  }

  /** `undefined` for what is kept already, or has to wait for another pair of the same file. */
  async #accept(waiting: Waits, before: readonly Accepted[]): Promise<Accepted | undefined> {
    const { stores, signing, clock } = this.#services
    const { jobId, files, signatures } = waiting.asked
    const job = await stores.transcripts.job(jobId)
    if (before.some(({ signed }) => signed.subject === job?.subject)) {
      this.#group.putOff(waiting)
      return undefined
    }
    if (await isRepeat(this.#services, job, files)) {
      waiting.settle()
      return undefined
    }
    const leased = demandLeased(job)
    if (signatures !== (await doneOf(this.#services, leased)).length + 1) throw new Fault('signing.order')
    this.#demandApproved(leased, files)
    const attestation = readAttestation(files.text, leased.position)
    const signed: StoredJob = { ...leased, state: 'done', signedAt: rfc3339(clock.now()), attestation }
    const { jobs, complete } = await signing.after(signed)
    const transcript = complete && signed.kind === 'transcript' ? await signedTranscript(this.#services, signed.subject) : undefined
    return { waiting, signed, collected: { artefacts: artefactsOf(signed, waiting.asked), jobs, ...(transcript ? { transcript } : {}) } }
  }

  #demandApproved({ person, position }: StoredJob, { text }: Pair): void {
    const { certificates, clock } = this.#services
    certificates.demandApproved(person, certificateIn(text, position), dayOf(clock.now()))
  }

  async #record({ waiting, signed, collected }: Accepted): Promise<boolean> {
    try {
      await recordSignature(this.#services, signed, await this.#sessionOf(signed), collected.artefacts, waiting.asked.key)
      return true
    } catch (cause) {
      waiting.fail(cause)
      return false
    }
  }

  /** A lease that ran out has lost its batch; the signature itself says whose it is. */
  async #sessionOf({ batch }: StoredJob): Promise<string> {
    if (batch === null) return 'signing-agent'
    // It lists its jobs, which may be a whole school's, and each of them asks.
    const known = this.#batch?.id === batch ? this.#batch : await this.#services.signing.batch(batch)
    this.#batch = known
    return known.session
  }
}

const artefactsOf = ({ subject, version }: StoredJob, { files, signatures }: Verified): readonly Artefact[] =>
  (['xml', 'pdf'] as const).map((kind) => ({ subject, version, kind, bytes: files[kind], sha256: files.sha256[kind], signatures }))

/** On record before it takes effect: a signed file that the log does not name is a forgery. */
async function recordSignature(
  { queue }: Services,
  job: StoredJob,
  session: string,
  artefacts: readonly Artefact[],
  key: AgentResult['key'],
): Promise<void> {
  const { subject, version, position, role, person, digest } = job
  const [xml, pdf] = artefacts
  if (!xml || !pdf || job.signedAt === null) throw new Fault('signing.order')
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
async function isRepeat({ stores }: Services, job: StoredJob | undefined, files: Pair): Promise<boolean> {
  if (job?.state !== 'done') return false
  const known = await stores.transcripts.artefactBySha256(files.sha256.xml)
  return known?.subject === job.subject && known.version === job.version
}

const doneOf = async ({ signing }: Services, { subject, version }: StoredJob): Promise<readonly StoredJob[]> =>
  (await signing.jobsOfFile(subject, version)).filter(({ state }) => state === 'done')

/** How many signatures both files carry; refuses files that do not verify or do not say what was ordered. */
async function verified(services: Services, trust: TrustFolder, job: StoredJob, files: SignedFiles): Promise<number> {
  const done = await doneOf(services, job)
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
