import { DOMParser } from '@xmldom/xmldom'
import { SignedXml } from 'xml-crypto'

const dsig = 'http://www.w3.org/2000/09/xmldsig#'

/**
 * What another implementation of XML signatures says: every signature of the file, in order, with the certificate that our own checks
 * have found for it. Never the only word: it accepts wrapped data and comments inside numbers.
 */
export async function secondOpinion(xml: string, certificates: readonly Uint8Array[]): Promise<boolean> {
  try {
    const found = new DOMParser().parseFromString(xml, 'text/xml').getElementsByTagNameNS(dsig, 'Signature')
    return found.length === certificates.length && certificates.every((der, index) => accepts(xml, found.item(index), der))
  } catch {
    return false
  }
}

function accepts(xml: string, signature: unknown, certificate: Uint8Array): boolean {
  const publicCert = `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate).toString('base64')}\n-----END CERTIFICATE-----`
  // One object a signature; the file's own KeyInfo is never asked for a key.
  const verifier = new SignedXml({ publicCert, getCertFromKeyInfo: () => null })
  verifier.loadSignature(signature)
  return verifier.checkSignature(xml)
}
