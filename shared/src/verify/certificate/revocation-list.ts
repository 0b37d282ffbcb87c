import type { Cryptography } from '../cryptography.ts'
import { DerError, type Der, bitsOf, childrenOf, expectTag, integerOf, readDer, sequenceOf, tags, timeOf } from '../der.ts'
import { type SignatureAlgorithm, rawEcdsa, signatureAlgorithmOf, verifySignature } from './algorithm.ts'
import { type Certificate, extensionsOf, serialText } from './certificate.ts'

export interface Revocation {
  readonly at: Date
  /** keyCompromise or cACompromise: earlier claimed times are worth nothing. */
  readonly compromised: boolean
}

export interface RevocationList {
  readonly tbs: Uint8Array
  readonly issuerBytes: Uint8Array
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  readonly revoked: ReadonlyMap<string, Revocation>
  readonly algorithm: SignatureAlgorithm
  readonly signature: Uint8Array
}

/** Reads a complete CRL v2 (RFC 5280 section 5); delta and indirect lists are refused by their critical extensions. */
export function readRevocationList(bytes: Uint8Array): RevocationList {
  const [tbs, identifier, signature] = sequenceOf(readDer(bytes))
  const [version, inner, issuer, thisUpdate, nextUpdate, ...rest] = sequenceOf(tbs)
  if (integerOf(version) !== 1 || inner === undefined) throw new DerError('CRL v2 expected')
  const wrapper = rest.find(({ tag }) => tag === 0xa0)
  if (extensionsOf(wrapper && childrenOf(wrapper)[0]).some(({ critical }) => critical)) throw new DerError('critical CRL extension')
  return {
    tbs: expectTag(tbs, tags.sequence).bytes,
    issuerBytes: expectTag(issuer, tags.sequence).bytes,
    thisUpdate: timeOf(thisUpdate),
    nextUpdate: timeOf(nextUpdate),
    revoked: new Map(childrenIf(rest.find(({ tag }) => tag === tags.sequence)).map(entryOf)),
    algorithm: signatureAlgorithmOf(identifier),
    signature: bitsOf(signature),
  }
}

const childrenIf = (element: Der | undefined): readonly Der[] => (element === undefined ? [] : childrenOf(element))

const reasonCode = '2.5.29.21'

function entryOf(entry: Der): readonly [string, Revocation] {
  const [serial, date, extensions] = sequenceOf(entry)
  const reason = extensionsOf(extensions).find(({ oid }) => oid === reasonCode)
  const code = reason === undefined ? 0 : (readDer(reason.value).content[0] ?? 0)
  return [serialText(serial), { at: timeOf(date), compromised: code === 1 || code === 2 }]
}

export function isSignedBy(cryptography: Cryptography, list: RevocationList, issuer: Certificate): Promise<boolean> {
  const signature = list.algorithm.key === 'ecdsa' ? rawEcdsa(readDer(list.signature)) : list.signature
  return verifySignature(cryptography, issuer.key, list.algorithm, signature, list.tbs)
}
