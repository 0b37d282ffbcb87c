import { X509Certificate } from 'node:crypto'

const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/** The certificates of a PEM text as DER, in order. */
export const readPem = (pem: string): readonly Uint8Array[] => (pem.match(block) ?? []).map((one) => new X509Certificate(one).raw)

const listBlock = /-----BEGIN X509 CRL-----([\s\S]+?)-----END X509 CRL-----/g

/** The revocation lists of a PEM text as DER. */
export const readCrls = (pem: string): readonly Uint8Array[] =>
  [...pem.matchAll(listBlock)].map((match) => Buffer.from(match[1] ?? '', 'base64'))

export function toPem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** The certificate whose key this is, then its issuers as far as they are given; the root, if present, last. */
export function orderChain(
  certificates: readonly Uint8Array[],
  isHolder: (certificate: X509Certificate) => boolean,
): readonly Uint8Array[] {
  const all = certificates.map((bytes) => new X509Certificate(bytes))
  const ordered: X509Certificate[] = []
  let next = all.find(isHolder)
  while (next !== undefined && !ordered.includes(next)) {
    ordered.push(next)
    const current = next
    next = all.find((one) => one !== current && current.checkIssued(one))
  }
  return ordered.map((certificate) => certificate.raw)
}
