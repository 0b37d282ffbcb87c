import { createHash } from 'node:crypto'
import type { Attestation } from '@hocba/shared/snapshot'

/**
 * What a transcript quotes of a signature under a grid: certificate subject, time and SignatureValue of `CKS-n`.
 * The text has just been verified and is in our own canonical form, so elements can be found by their exact tags.
 */
export function readAttestation(xml: string, position: number): Pick<Attestation, 'certificate' | 'time' | 'signatureValue'> {
  const start = xml.indexOf(`Id="CKS-${position + 1}"`)
  const end = xml.indexOf('</Signature>', start)
  const signature = start < 0 ? '' : xml.slice(start, end)
  return {
    certificate: unescape(between(signature, '<X509SubjectName>', '</X509SubjectName>')),
    time: between(signature, '<SigningTime>', '</SigningTime>') || (/<SigningTime [^>]*>([^<]*)</.exec(signature)?.[1] ?? ''),
    signatureValue: between(signature, `<SignatureValue Id="GTCK-${position + 1}">`, '</SignatureValue>'),
  }
}

/** SHA-256, hex, of the certificate that `CKS-n` was made with. */
export function certificateIn(xml: string, position: number): string {
  const start = xml.indexOf(`Id="CKS-${position + 1}"`)
  const base64 = start < 0 ? '' : between(xml.slice(start), '<X509Certificate>', '</X509Certificate>')
  return createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex')
}

function between(text: string, open: string, close: string): string {
  const start = text.indexOf(open)
  return start < 0 ? '' : text.slice(start + open.length, text.indexOf(close, start))
}

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' }

const unescape = (text: string): string => text.replaceAll(/&(?:lt|gt|quot|amp);/g, (entity) => entities[entity] ?? entity)
