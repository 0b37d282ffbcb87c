import { storeOf } from './certificate/trust-store.ts'
import { Halt, Journal } from './journal.ts'
import type { VerifyOptions } from './options.ts'
import { verifyPdf } from './pdf/verify-pdf.ts'
import { judgeRegister } from './register.ts'
import { type Seen, type VerifyReport, verdictOf } from './report.ts'
import { sizeLimit } from './xml/limits.ts'
import { verifyXml } from './xml/verify-xml.ts'

/** `%PDF-` at the very beginning. */
export const isPdf = (bytes: Uint8Array): boolean => String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-'

/**
 * Checks a signed file offline, line by line. Fails closed: what cannot be checked is not valid, and no file makes it throw;
 * only trust material that cannot be read does.
 */
export async function verifyFile(bytes: Uint8Array, options: VerifyOptions): Promise<VerifyReport> {
  const journal: Journal = new Journal()
  storeOf(options.trust, options.cryptography)
  const kind = isPdf(bytes) ? 'pdf' : 'xml'
  // The caller's buffer may change while promises wait; what is checked is what was there at the beginning.
  const copy = bytes.length > sizeLimit ? undefined : new Uint8Array(bytes)
  const seen: Seen = { value: { document: null, digest: null, signatures: [] } }
  journal.announce(['input.size', 'register.state'])
  try {
    if (copy === undefined) journal.halt('input.size', 'Tệp quá lớn (tối đa 16 MiB).')
    journal.pass('input.size', 'Kích thước tệp trong giới hạn.')
    await (kind === 'pdf' ? verifyPdf : verifyXml)(copy, options, journal, seen)
    const { digest } = seen.value
    if (!journal.failed && digest !== null) await judgeRegister(journal, digest, options.register)
  } catch (error) {
    if (!(error instanceof Halt)) journal.abort()
  }
  const checks = journal.checks()
  return { verdict: verdictOf(checks), kind, ...seen.value, checks }
}
