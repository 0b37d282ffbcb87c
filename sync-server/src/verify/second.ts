import { type KeyLike, X509Certificate, verify } from 'node:crypto'
import { DOMParser } from '@xmldom/xmldom'
import { type SignatureAlgorithm, SignedXml } from 'xml-crypto'

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
  verifier.SignatureAlgorithms = methodOf(certificate, verifier)
  verifier.loadSignature(signature)
  return verifier.checkSignature(xml)
}

const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const ecdsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'

/** The one method of the certificate's kind of key: left to itself, the implementation takes an ECDSA key for an RSA method. */
function methodOf(certificate: Uint8Array, { SignatureAlgorithms: known }: SignedXml): SignedXml['SignatureAlgorithms'] {
  if (new X509Certificate(certificate).publicKey.asymmetricKeyType === 'ec') return { [ecdsaSha256]: EcdsaSha256 }
  const rsa = known[rsaSha256]
  return rsa === undefined ? {} : { [rsaSha256]: rsa }
}

/** Which xml-crypto does not bring; r||s, as XML signatures have it (XMLDSig core 6.4.3). */
class EcdsaSha256 implements SignatureAlgorithm {
  getAlgorithmName(): string {
    return ecdsaSha256
  }

  getSignature(): never {
    throw new TypeError('nothing is signed here')
  }

  verifySignature(material: string, key: KeyLike, value: string): boolean {
    const publicKey = { key: key as string, dsaEncoding: 'ieee-p1363' } as const
    return verify('sha256', Buffer.from(material), publicKey, Buffer.from(value, 'base64'))
  }
}
