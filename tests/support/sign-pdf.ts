import { canonicalBytes } from '@hocba/shared/core'
import type { LogProof } from '@hocba/shared/log'
import type { Snapshot } from '@hocba/shared/snapshot'
import { constants, privateEncrypt } from 'node:crypto'
import { readCertificate } from '../../signing-agent/src/certificate/subject.ts'
import { renderPdf } from '../../signing-agent/src/pdf/render.ts'
import { preparePdf } from '../../signing-agent/src/pdf/sign.ts'
import { type TestKey, sha256, signingTime } from './school-keys.ts'

const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex')

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
    const padded = { key, padding: constants.RSA_PKCS1_PADDING }
    pdf = prepared.finish(privateEncrypt(padded, Buffer.concat([digestInfo, prepared.digest])))
  })
  return pdf
}
