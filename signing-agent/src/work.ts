import { Fault } from '@hocba/shared/core'
import type { LogProof } from '@hocba/shared/log'
import type { Snapshot } from '@hocba/shared/snapshot'
import type { AgentJob, AgentWork } from '@hocba/shared/wire'
import { checkHolder, checkSnapshot } from './check.ts'
import type { Certificate } from './certificate/subject.ts'
import { isSignatureBy } from './key/signature.ts'
import { pagesOf } from './pdf/pages.ts'
import { preparePdf } from './pdf/sign.ts'
import type { StampSource } from './timestamp/authority.ts'
import type { TimeStyle } from './xml/element.ts'
import { proofIn } from './xml/proof.ts'
import { prepareXml, signedPositions } from './xml/sign.ts'

/** One job with everything done but the two signatures. */
export interface Work {
  readonly job: AgentJob
  readonly snapshot: Snapshot
  /** Of the XML, then of the PDF. */
  readonly digests: readonly [Uint8Array, Uint8Array]
  /** Fetches the time stamps that the school wants, and puts the files together. */
  readonly finish: (signatures: readonly Uint8Array[]) => Promise<SignedFiles>
}

export interface SignedFiles {
  readonly xml: Uint8Array
  readonly pdf: Uint8Array
}

export interface Hand {
  readonly certificate: Certificate
  readonly chain: readonly Uint8Array[]
  readonly style: TimeStyle
  /** RFC 3339 with zone. */
  readonly time: string
  readonly stamps: StampSource
}

/** What the log says of the job: the proof that a new file is to carry, and how a begun file's own is looked at. */
export interface OnRecord {
  readonly proof: LogProof
  /** @throws Fault `log.forked` */
  readonly demand: (standing: LogProof) => Promise<void>
}

/** Checks what the job is about, and prepares both files up to their signatures. */
export async function prepareWork(given: AgentWork, job: AgentJob, hand: Hand, record: OnRecord): Promise<Work> {
  const { xml, pdf: present } = given
  const snapshot = checkSnapshot(job, given.snapshot)
  checkHolder(snapshot, job.position, hand.certificate)
  if ((xml === null) !== (present === null)) throw new Fault('artefact.invalid', { detail: 'XML và PDF của bản chốt không đi cùng nhau.' })
  if (xml !== null && signedPositions(xml, snapshot, job.digest).includes(job.position)) throw new Fault('signing.order')
  const { digest, position } = job
  const proof = await proofFor(xml, record)
  const forXml = prepareXml({ xml, snapshot, digest, position, proof, certificate: hand.certificate, time: hand.time, style: hand.style })
  const pdf = pagesOf(snapshot, digest, proof, present)
  const forPdf = preparePdf({ pdf, snapshot, position, certificate: hand.certificate, chain: hand.chain, time: hand.time })
  const digests = [forXml.digest, forPdf.digest] as const
  return { job, snapshot, digests, finish: (signatures) => finish(hand, digests, signatures, [forXml, forPdf]) }
}

/** Fixed by the file's first signer. */
async function proofFor(xml: Uint8Array | null, { proof, demand }: OnRecord): Promise<LogProof> {
  if (xml === null) return proof
  const standing = proofIn(xml)
  if (standing === undefined) throw new Fault('artefact.invalid', { detail: 'Tệp đang ký dở không mang chứng minh nhật ký.' })
  await demand(standing)
  return standing
}

type Unfinished = Pick<ReturnType<typeof prepareXml>, 'stamped' | 'finish'>

async function finish(
  { certificate, stamps }: Hand,
  digests: readonly [Uint8Array, Uint8Array],
  [first, second]: readonly Uint8Array[],
  [xml, pdf]: readonly [Unfinished, Unfinished],
): Promise<SignedFiles> {
  if (first === undefined || second === undefined) throw new Fault('artefact.invalid')
  const areGood = isSignatureBy(certificate.der, digests[0], first) && isSignatureBy(certificate.der, digests[1], second)
  if (!areGood) throw new Fault('artefact.invalid', { detail: 'Khóa ký không thuộc về chứng thư số này.' })
  const tokens = await Promise.all([stamps.stamp(xml.stamped(first)), stamps.stamp(pdf.stamped(second))])
  return { xml: xml.finish(first, tokens[0]), pdf: pdf.finish(second, tokens[1]) }
}
