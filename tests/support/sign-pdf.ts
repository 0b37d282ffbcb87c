import { canonicalBytes } from '@hocba/shared/core'
import type { LogProof } from '@hocba/shared/log'
import type { Snapshot } from '@hocba/shared/snapshot'
import { readCertificate } from '../../signing-agent/src/certificate/subject.ts'
import { signDigest } from '../../signing-agent/src/key/signature.ts'
import { renderPdf } from '../../signing-agent/src/pdf/render.ts'
import { preparePdf } from '../../signing-agent/src/pdf/sign.ts'
import { type TestKey, sha256, signingTime } from './school-keys.ts'

/** A PDF of the profile by the signing-agent's own writer; `chain` is DER of the issuing authority. */
export function signPdf(
  snapshot: Snapshot,
  keys: readonly TestKey[],
  chain: readonly Uint8Array[],
  time: (index: number) => string = () => signingTime,
  proof?: LogProof,
): Uint8Array {
  let pdf = renderPdf(snapshot, sha256(canonicalBytes(snapshot)).toString('hex'), proof)
  keys.forEach(({ certificate, key, signer }, index) => {
    const position = snapshot.signers.findIndex(({ role, uid }) => role === signer.role && uid === signer.uid)
    const request = { pdf, snapshot, position, certificate: readCertificate(certificate), chain, time: time(index) }
    const prepared = preparePdf(request)
    pdf = prepared.finish(signDigest(key, prepared.digest))
  })
  return pdf
}
