import { type KeyObject, X509Certificate, constants, privateEncrypt, publicDecrypt } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import { readDer, readOne } from '../certificate/der.ts'
import { signP256, verifyP256 } from './p256.ts'
import type { KeyAlgorithm } from './port.ts'

/** DigestInfo of SHA-256 (RFC 8017 section 9.2), before the 32 octets of the hash. */
const sha256Info = Buffer.from('3031300d060960864801650304020105000420', 'hex')

export const digestInfo = (digest: Uint8Array): Buffer => Buffer.concat([sha256Info, digest])

/** `undefined` for a key that no profile signs with. */
export function algorithmOf(key: KeyObject): KeyAlgorithm | undefined {
  if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048) return 'rsa-sha256'
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ecdsa-p256-sha256' : undefined
}

/** @throws Fault `credential.unfit` for a certificate whose key no profile signs with */
export function algorithmOfCertificate(certificate: Uint8Array): KeyAlgorithm {
  const algorithm = algorithmOf(new X509Certificate(certificate).publicKey)
  if (algorithm === undefined) throw new Fault('credential.unfit', { detail: 'Khóa của chứng thư không phải RSA từ 2048 bit hoặc P-256.' })
  return algorithm
}

/** Over a hash made elsewhere: what a token does with CKM_RSA_PKCS or CKM_ECDSA. */
export function signDigest(key: KeyObject, digest: Uint8Array): Uint8Array {
  if (key.asymmetricKeyType !== 'ec') return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digestInfo(digest))
  const secret = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url')
  try {
    return signP256(secret, digest)
  } finally {
    secret.fill(0)
  }
}

/** Whether the certificate's own public key accepts the signature: the first look at what a key returned. */
export const isSignatureBy = (certificate: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean =>
  accepts(publicKeyOf(certificate), digest, signature)

/** A batch has one certificate and hundreds of signatures. */
const publicKeys = new WeakMap<Uint8Array, KeyObject>()

function publicKeyOf(certificate: Uint8Array): KeyObject {
  const known = publicKeys.get(certificate)
  if (known) return known
  const { publicKey } = new X509Certificate(certificate)
  publicKeys.set(certificate, publicKey)
  return publicKey
}

export function accepts(key: KeyObject, digest: Uint8Array, signature: Uint8Array): boolean {
  try {
    if (key.asymmetricKeyType !== 'ec')
      return publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature).equals(digestInfo(digest))
    return verifyP256(key.export({ type: 'spki', format: 'der' }).subarray(-65), digest, signature)
  } catch {
    return false
  }
}

/** Some services write ECDSA as DER; everywhere here it is r||s. What is neither stays as it is, and is accepted by nobody. */
export function rawSignature(key: KeyObject, signature: Uint8Array): Uint8Array {
  if (key.asymmetricKeyType !== 'ec' || signature.length === 64) return signature
  try {
    const [r, s] = readDer(readOne(signature).content).map(({ content }) =>
      Buffer.from(content)
        .toString('hex')
        .replace(/^(00)+/, ''),
    )
    return Buffer.from(`${(r ?? '').padStart(64, '0')}${(s ?? '').padStart(64, '0')}`, 'hex')
  } catch {
    return signature
  }
}
