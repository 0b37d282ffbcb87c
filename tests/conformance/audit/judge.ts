import { createHash, createHmac, createPublicKey, verify } from 'node:crypto'
import { type AuditCheck, AuditFault, type AuditOutcome, type AuditPlace, Auditor } from '@hocba/shared/audit'
import { parseVerifierKey } from '@hocba/shared/log'

export type Judged =
  | ({ readonly whole: true } & AuditOutcome)
  | { readonly whole: false; readonly check: AuditCheck; readonly place: AuditPlace }

/** Our verifier over bytes in memory, without looking into signed files. */
export async function judge(bytes: Buffer, vkey: string, notes: readonly string[] = []): Promise<Judged> {
  const key = parseVerifierKey(vkey)
  if (!key) throw new Error('no key')
  const auditor = new Auditor(key, {
    sha256: (input) => createHash('sha256').update(input).digest(),
    hmac: (salt, input) => createHmac('sha256', salt).update(input).digest('hex'),
    checkSignature(raw, signature, text) {
      const x = Buffer.from(raw).toString('base64url')
      return verify(null, text, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }), signature)
    },
  })
  try {
    for (const [at, note] of notes.entries()) await auditor.remember(note, at)
    let from = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      await auditor.take(bytes.subarray(from, end))
      from = end + 1
    }
    if (from < bytes.length) auditor.broken()
    return { whole: true, ...auditor.end() }
  } catch (error) {
    if (!(error instanceof AuditFault)) throw error
    return { whole: false, check: error.check, place: error.place }
  }
}
