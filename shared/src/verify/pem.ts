import { fromBase64 } from './bytes.ts'

export type PemLabel = 'CERTIFICATE' | 'X509 CRL'

/** The DER blocks of a PEM text, in order: certificates and revocation lists, or only those with the label; throws on a broken block. */
export function pemToDer(pem: string, label?: PemLabel): Uint8Array[] {
  const labels = label ?? 'CERTIFICATE|X509 CRL'
  const blocks = pem.matchAll(new RegExp(`-----BEGIN (${labels})-----([^-]*)-----END \\1-----`, 'g'))
  return Array.from(blocks, ([, , body = '']) => {
    const bytes = fromBase64(body.replace(/\s/g, ''))
    if (bytes === undefined) throw new TypeError('a block of the PEM text is broken')
    return bytes
  })
}
