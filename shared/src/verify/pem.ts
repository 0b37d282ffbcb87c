import { fromBase64 } from './bytes.ts'

/** The DER blocks of a PEM text with this label (`CERTIFICATE`, `X509 CRL`), in order; throws on a broken block. */
export function pemToDer(pem: string, label = 'CERTIFICATE'): Uint8Array[] {
  const blocks = pem.matchAll(new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]*)-----END ${label}-----`, 'g'))
  return Array.from(blocks, ([, body = '']) => {
    const bytes = fromBase64(body.replace(/\s/g, ''))
    if (bytes === undefined) throw new TypeError(`a ${label} block of the PEM text is broken`)
    return bytes
  })
}
