import type { Journal } from '../journal.ts'
import type { VerifyOptions } from '../options.ts'
import type { Verified } from '../xml/verify-xml.ts'

export async function verifyPdf(_bytes: Uint8Array, _options: VerifyOptions, journal: Journal, _seen: { value: Verified }): Promise<void> {
  journal.halt('pdf.structure', 'Chưa hỗ trợ.')
}
