import { Fault } from '@hocba/shared/core'
import type { Signer } from '@hocba/shared/signing'
import type { Snapshot } from '@hocba/shared/snapshot'
import type { ExpectedSigner } from '@hocba/shared/verify'
import { approvalsOf } from '../certificate/certificates.ts'
import type { Services } from '../services.ts'

/**
 * Who had to sign the snapshot of this digest: the directory as it stood when the snapshot was made, kept in the school's own copy of
 * it; `undefined` for a snapshot that is not of this school. A file's word on its signers is not asked.
 */
export async function signersBehind(services: Services, digest: string): Promise<readonly ExpectedSigner[] | undefined> {
  const bytes = await snapshotBehind(services, digest)
  if (bytes === undefined) return undefined
  const { signers } = JSON.parse(new TextDecoder().decode(bytes)) as Snapshot
  return signers.map(({ role, uid, person }: Signer) => ({ role, uid, certificates: certificatesOf(services, person) }))
}

/** Each approval from its day to the next one or the end; who never had one gets an empty list, which fits no signature (R70). */
const certificatesOf = ({ certificates }: Services, person: string): NonNullable<ExpectedSigner['certificates']> =>
  certificates.of(person).flatMap((record) =>
    approvalsOf(record).map(({ at, basis }, index, all) => {
      const until = all[index + 1]?.at ?? record.disabled?.at
      return { digest: record.id, from: at, basis, ...(until === undefined ? {} : { until }) }
    }),
  )

/** The snapshot of this digest, of a grid or a transcript of this school. */
export async function snapshotBehind({ snapshots, stores }: Services, digest: string): Promise<Uint8Array | undefined> {
  const grid = snapshots.byDigest(digest)
  if (grid !== undefined) return (await stores.gradebook.snapshotBytes(grid.grid, grid.version)) ?? lost()
  const [transcript] = await stores.transcripts.transcripts({ digest })
  return transcript === undefined ? undefined : ((await stores.transcripts.transcriptBytes(transcript.id)) ?? lost())
}

/** A snapshot that is on record and cannot be read leaves the question open. */
function lost(): never {
  throw new Fault('artefact.unknown')
}
