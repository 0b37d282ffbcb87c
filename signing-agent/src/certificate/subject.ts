import { type DerElement, readDer, readOid, readOne } from './der.ts'

/** What the signer needs of a certificate; names stay the issuer's bytes. */
export interface Certificate {
  readonly der: Uint8Array
  /** DER INTEGER, header included. */
  readonly serial: Uint8Array
  readonly serialHex: string
  /** DER Name, header included. */
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  /** RFC 4514, last RDN first. */
  readonly subjectText: string
  readonly commonName: string
  readonly issuerName: string
  /** `CCCD:…` or `MST:…`, empty when the subject has no UID. */
  readonly uid: string
  /** Decides with which algorithm its holder signs. */
  readonly key: 'rsa' | 'ecdsa'
}

interface Attribute {
  readonly type: string
  readonly value: string
}

const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
}

/** Reads the fields of an X.509 v3 certificate without re-encoding any of them. */
export function readCertificate(bytes: Uint8Array): Certificate {
  const [tbs] = readDer(readOne(bytes).content)
  if (tbs === undefined) throw new TypeError('not a certificate')
  const [, serial, , issuer, , subject, key] = readDer(tbs.content)
  if (serial === undefined || issuer === undefined || subject === undefined) throw new TypeError('not an X.509 v3 certificate')
  const names = attributesOf(subject)
  return {
    der: bytes,
    serial: serial.bytes,
    serialHex: Buffer.from(serial.content).toString('hex').replace(/^00/, ''),
    issuer: issuer.bytes,
    subject: subject.bytes,
    subjectText: names.toReversed().map(rdnText).join(','),
    commonName: valueOf(names, '2.5.4.3'),
    issuerName: valueOf(attributesOf(issuer), '2.5.4.3'),
    uid: valueOf(names, '0.9.2342.19200300.100.1.1'),
    key: keyOf(key),
  }
}

const keys = new Map<string, Certificate['key']>([
  ['1.2.840.113549.1.1.1', 'rsa'],
  ['1.2.840.10045.2.1', 'ecdsa'],
])

/** By the algorithm in SubjectPublicKeyInfo; size and curve are looked at where the key is asked to sign. */
function keyOf(info: DerElement | undefined): Certificate['key'] {
  const [algorithm] = readDer(info?.content ?? new Uint8Array())
  const [type] = readDer(algorithm?.content ?? new Uint8Array())
  const kind = keys.get(readOid(type?.content ?? new Uint8Array()))
  if (kind === undefined) throw new TypeError('a key that no profile signs with')
  return kind
}

const valueOf = (names: readonly Attribute[], type: string): string => names.find((name) => name.type === type)?.value ?? ''

function attributesOf(name: DerElement): readonly Attribute[] {
  return readDer(name.content).flatMap((rdn) =>
    readDer(rdn.content).map((pair) => {
      const [type, value] = readDer(pair.content)
      if (type === undefined || value === undefined) throw new TypeError('not a name')
      return { type: readOid(type.content), value: stringOf(value) }
    }),
  )
}

const utf16 = new TextDecoder('utf-16be')

function stringOf({ tag, content }: DerElement): string {
  if (tag === 0x1e) return utf16.decode(content)
  if (tag === 0x0c || tag === 0x13 || tag === 0x16) return Buffer.from(content).toString('utf8')
  throw new TypeError(`a name in string type ${tag}`)
}

const rdnText = ({ type, value }: Attribute): string => `${shortNames[type] ?? type}=${escaped(value)}`

/** RFC 4514 section 2.4. */
function escaped(value: string): string {
  return value
    .replace(/["+,;<>\\]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ')
}
