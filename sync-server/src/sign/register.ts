import type { Services } from '../services.ts'
import type { RegisterAnswer, TranscriptRecord } from '../store/port.ts'

const unknown: RegisterAnswer = { state: 'unknown' }

/** What has become of the snapshot or file with this SHA-256. */
export async function lookUp(services: Services, digest: string): Promise<RegisterAnswer> {
  const file = await services.stores.transcripts.artefactBySha256(digest)
  if (file) return ofSubject(services, file.subject, file.version)
  const snapshot = services.snapshots.byDigest(digest)
  if (snapshot) return ofSubject(services, snapshot.grid, snapshot.version)
  const [transcript] = await services.stores.transcripts.transcripts({ digest })
  return transcript ? ofTranscript(services, transcript) : unknown
}

async function ofSubject(services: Services, subject: string, version: number): Promise<RegisterAnswer> {
  const latest = services.snapshots.latest(subject)
  if (!latest) {
    const transcript = await services.stores.transcripts.transcript(subject)
    return transcript ? ofTranscript(services, transcript) : unknown
  }
  if (latest.version === version) return { state: 'current' }
  // The successor is named once it is signed (contract: amendments).
  return (await services.signing.isSigned(subject, latest.version))
    ? { state: 'superseded', replacedBy: latest.digest }
    : { state: 'superseded' }
}

async function ofTranscript({ stores }: Services, transcript: TranscriptRecord): Promise<RegisterAnswer> {
  switch (transcript.state) {
    case 'initialised':
    case 'signed':
      return unknown
    case 'issued':
      return { state: 'current' }
    case 'revoked':
      return { state: 'revoked' }
    case 'replaced': {
      const successor = transcript.replacedBy === undefined ? undefined : await stores.transcripts.transcript(transcript.replacedBy)
      return successor && successor.state !== 'initialised' ? { state: 'revoked', replacedBy: successor.digest } : { state: 'revoked' }
    }
  }
}
