import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(webcrypto)

const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) }
const p256 = { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' }

/** What kind of key a credential gets. */
export type KeyType = 'rsa' | 'p256'

/** No licensed certification authority: the words stand in every certificate so that nobody takes it for one. */
const disclaimer = 'Không phải tổ chức chứng thực được cấp phép'

export interface KeyPair {
  readonly publicKey: webcrypto.CryptoKey
  readonly privateKey: webcrypto.CryptoKey
}

export interface Issuer {
  readonly certificate: x509.X509Certificate
  readonly key: webcrypto.CryptoKey
}

/** Who a certificate is for; the uid becomes the subject's UID attribute. */
export interface Holder {
  readonly name: string
  readonly uid: string
  readonly organisation: string
}

export const generateKeys = (type: KeyType = 'rsa'): Promise<KeyPair> =>
  webcrypto.subtle.generateKey(type === 'rsa' ? rsa : p256, true, ['sign', 'verify'])

/** An authority signs by the kind of its key. */
const algorithmOf = ({ key }: Issuer): typeof rsa | typeof p256 => (key.algorithm.name === p256.name ? p256 : rsa)

/** An authority from its stored parts. */
export async function asIssuer(certificate: Uint8Array, pkcs8: Uint8Array): Promise<Issuer> {
  const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, rsa, true, ['sign'])
  return { certificate: new x509.X509Certificate(Uint8Array.from(certificate)), key }
}

export const exportKey = async (key: webcrypto.CryptoKey): Promise<Uint8Array> =>
  new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', key))

/** A self-signed root. */
export async function makeRoot(now: Date): Promise<Issuer> {
  const keys = await generateKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: authorityName('Cơ quan chứng thực gốc trình diễn Hocba'),
    notBefore: daysFrom(now, -1),
    notAfter: daysFrom(now, 20 * 365),
    keys,
    signingAlgorithm: rsa,
    extensions: [...authorityExtensions(1), await x509.SubjectKeyIdentifierExtension.create(keys.publicKey)],
  })
  return { certificate, key: keys.privateKey }
}

/** The authority below the root that certifies people. */
export async function makeIssuing(root: Issuer, now: Date, type: KeyType = 'rsa'): Promise<Issuer> {
  const keys = await generateKeys(type)
  const certificate = await certify(root, keys.publicKey, {
    subject: authorityName('Cơ quan chứng thực trình diễn dành cho trường học'),
    notBefore: daysFrom(now, -1),
    notAfter: daysFrom(now, 10 * 365),
    extensions: authorityExtensions(0),
  })
  return { certificate, key: keys.privateKey }
}

/** A holder's certificate: digitalSignature and nonRepudiation, no authority. */
export function makeHolder(issuer: Issuer, holder: Holder, publicKey: webcrypto.CryptoKey, now: Date): Promise<x509.X509Certificate> {
  return certify(issuer, publicKey, {
    subject: [
      { C: ['VN'] },
      { O: [holder.organisation] },
      { '0.9.2342.19200300.100.1.1': [{ utf8String: holder.uid }] },
      { CN: [{ utf8String: holder.name }] },
    ],
    notBefore: daysFrom(now, -1),
    notAfter: daysFrom(now, 3 * 365),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation, true),
    ],
  })
}

/** What a revocation list names. */
export interface RevokedSerial {
  /** Hex. */
  readonly serial: string
  readonly at: Date
  readonly reason: x509.X509CrlReason
}

/** A revocation list of one authority. */
export async function makeRevocationList(issuer: Issuer, now: Date, revoked: readonly RevokedSerial[] = []): Promise<Uint8Array> {
  const list = await x509.X509CrlGenerator.create({
    issuer: issuer.certificate.subjectName,
    thisUpdate: new Date(now.getTime() - 60_000),
    nextUpdate: daysFrom(now, 365),
    entries: revoked.map(({ serial: serialNumber, at: revocationDate, reason }) => ({ serialNumber, revocationDate, reason })),
    signingAlgorithm: algorithmOf(issuer),
    signingKey: issuer.key,
    extensions: [await x509.AuthorityKeyIdentifierExtension.create(issuer.certificate.publicKey), crlNumber(now)],
  })
  return new Uint8Array(list.rawData)
}

interface Contents {
  readonly subject: x509.JsonNameParams
  readonly notBefore: Date
  readonly notAfter: Date
  readonly extensions: readonly x509.Extension[]
}

async function certify(issuer: Issuer, publicKey: webcrypto.CryptoKey, contents: Contents): Promise<x509.X509Certificate> {
  return x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: new x509.Name(contents.subject),
    issuer: issuer.certificate.subjectName,
    notBefore: contents.notBefore,
    notAfter: contents.notAfter,
    publicKey,
    signingKey: issuer.key,
    signingAlgorithm: algorithmOf(issuer),
    extensions: [
      ...contents.extensions,
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.certificate.publicKey),
    ],
  })
}

const authorityName = (name: string): x509.JsonNameParams & x509.JsonName =>
  [{ C: ['VN'] }, { O: ['Hocba trình diễn'] }, { OU: [disclaimer] }, { CN: [name] }] as x509.JsonName

const authorityExtensions = (pathLength: number): readonly x509.Extension[] => [
  new x509.BasicConstraintsExtension(true, pathLength, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
]

/** Seconds since 1970 grow, which is all a CRL number must do (RFC 5280 section 5.2.3). */
function crlNumber(now: Date): x509.Extension {
  const value = Buffer.alloc(6)
  value.writeUInt32BE(Math.floor(now.getTime() / 1000), 2)
  return new x509.Extension('2.5.29.20', false, Buffer.concat([Buffer.from('020500', 'hex'), value.subarray(2)]))
}

/** 127 random bits, positive. */
function serial(): string {
  const bytes = randomBytes(16)
  bytes[0] = (bytes.readUInt8(0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

const daysFrom = (now: Date, days: number): Date => new Date(now.getTime() + days * 86_400_000)
