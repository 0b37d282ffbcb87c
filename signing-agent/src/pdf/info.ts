import { type LogProof, proofText } from '@hocba/shared/log'
import { fieldName } from '@hocba/shared/signing'
import type { Snapshot } from '@hocba/shared/snapshot'
import { textString } from '@hocba/shared/pdf'

/** What a program reads of the file without its pages: pairs it with its XML, names each field's signer, and proves its place in the log. */
export function snapshotInfo(snapshot: Snapshot, digest: string, proof: LogProof | undefined): Readonly<Record<string, string>> {
  const signers = snapshot.signers.map(({ uid }, position) => `${fieldName(snapshot.signers, position)}=${uid}`)
  return {
    HocbaFormat: `(${snapshot.format})`,
    HocbaDigest: `(${digest})`,
    HocbaSigners: textString(signers.join(' ')),
    ...(proof === undefined ? {} : { HocbaLog: textString(proofText(proof)) }),
  }
}
