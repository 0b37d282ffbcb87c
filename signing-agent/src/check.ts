import { createHash } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import { type Snapshot, snapshotBytes } from '@hocba/shared/snapshot'
import type { AgentJob } from '@hocba/shared/wire'
import type { Certificate } from './certificate/subject.ts'

/**
 * What the agent asks before it lets a key near a job: the bytes have the digest that the person was shown, they are a snapshot in
 * canonical form, and the place to sign is this person's in this role.
 */
export function checkSnapshot(job: AgentJob, bytes: Uint8Array): Snapshot {
  if (createHash('sha256').update(bytes).digest('hex') !== job.digest) throw new Fault('digest.mismatch')
  const snapshot = parse(bytes)
  if (snapshot.format !== formats[job.kind]) throw new Fault('digest.mismatch', { detail: 'Loại dữ liệu không khớp với việc ký.' })
  if (!Buffer.from(snapshotBytes(snapshot)).equals(bytes)) throw new Fault('digest.mismatch', { detail: 'Bản chốt không ở dạng chuẩn.' })
  if (nameOf(snapshot) !== job.subject || snapshot.version !== job.version) throw new Fault('digest.mismatch')
  const signer = snapshot.signers[job.position]
  if (signer === undefined || signer.person !== job.person || signer.role !== job.role) throw new Fault('signing.order')
  return snapshot
}

/** The snapshot that this one names as replaced: its bytes have that digest, whoever brought them. */
export function checkReplaced({ replaces }: Snapshot, bytes: Uint8Array): Snapshot {
  if (createHash('sha256').update(bytes).digest('hex') !== replaces) throw new Fault('digest.mismatch')
  return parse(bytes)
}

/** The certificate is that of the signer whom the snapshot names: the uid in its subject decides, not the name. */
export function checkHolder(snapshot: Snapshot, position: number, certificate: Certificate): void {
  if (certificate.uid !== snapshot.signers[position]?.uid) {
    throw new Fault('credential.missing', { detail: 'Chứng thư số trên máy ký không mang định danh của người ký.' })
  }
}

const formats: Readonly<Record<AgentJob['kind'], string>> = {
  grid: 'hocba-grid-1',
  transcript: 'hocba-transcript-1',
  minutes: 'hocba-minutes-1',
}

const nameOf = (snapshot: Snapshot): string => (snapshot.format === 'hocba-grid-1' ? snapshot.grid : snapshot.id)

function parse(bytes: Uint8Array): Snapshot {
  try {
    // The digest binds the bytes to what the server froze; their shape is checked again by the schema of the XML made from them.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Snapshot
  } catch (cause) {
    throw new Fault('digest.mismatch', { cause })
  }
}
