import { type SigningRole, isSigningRole } from '../../signing/index.ts'
import { namespaces } from '../../xml/index.ts'
import { fromBase64 } from '../bytes.ts'
import type { XmlElement } from './element.ts'

export interface Reference {
  /** The Id that the bare fragment points to. */
  readonly target: string
  readonly digest: Uint8Array
}

/** A `Signature` element taken apart by the profile; nothing in it is left unread. */
export interface XmlSignature {
  readonly id: string
  readonly signedInfo: XmlElement
  readonly key: 'rsa' | 'ecdsa'
  readonly references: readonly Reference[]
  readonly value: Uint8Array
  readonly valueId: string
  readonly subjectName: string
  /** The signer's, then others on its path. */
  readonly certificates: readonly Uint8Array[]
  readonly timeText: string
  /** Id of the element that holds the signing time and must be covered. */
  readonly timeId: string
  /** DER of the time-stamp token over the SignatureValue (XAdES-T). */
  readonly token?: Uint8Array
  /** XAdES style only: the plain style of e-invoices claims no role and binds no certificate. */
  readonly claimed?: { readonly role: SigningRole; readonly certificateDigest: Uint8Array }
}

/** The element is not of the profile; `check` names the report's line. */
export class SignatureRefusal extends Error {
  override readonly name = 'SignatureRefusal'
  readonly check: 'xml.structure' | 'xml.references' | 'signature.algorithms' | 'signature.time'

  constructor(check: SignatureRefusal['check'], message: string) {
    super(message)
    this.check = check
  }
}

const refuse = (what: string): never => {
  throw new SignatureRefusal('xml.structure', what)
}

const { xmldsig, xades, hocba } = namespaces
const algorithms = {
  canonical: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  signature: new Map<string, XmlSignature['key']>([
    ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'rsa'],
    ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256', 'ecdsa'],
  ]),
} as const

/** The children when they are exactly the named ones; no text between, attributes only as listed. */
function parts(
  element: XmlElement,
  names: readonly string[],
  attributes: readonly string[] = [],
  namespace = xmldsig as string,
): readonly XmlElement[] {
  const { children } = element
  if (element.text !== '' || children.length !== names.length) refuse(`<${element.name}>`)
  if (children.some((child, index) => child.name !== names[index] || child.namespace !== namespace)) refuse(`<${element.name}>`)
  onlyAttributes(element, attributes)
  return children
}

function onlyAttributes(element: XmlElement, allowed: readonly string[]): void {
  if (Object.keys(element.attributes).some((name) => !allowed.includes(name))) refuse(`<${element.name}> attribute`)
}

function at(elements: readonly XmlElement[], index: number): XmlElement {
  return elements[index] ?? refuse('missing element')
}

function textOf(element: XmlElement, attributes: readonly string[] = []): string {
  if (element.children.length > 0) refuse(`<${element.name}>`)
  onlyAttributes(element, attributes)
  return element.text
}

const bytesOf = (element: XmlElement, attributes: readonly string[] = []): Uint8Array =>
  fromBase64(textOf(element, attributes)) ?? refuse(`<${element.name}> base64`)

const idOf = (element: XmlElement): string => element.attributes['Id'] ?? refuse(`<${element.name}> without Id`)

export function readSignature(element: XmlElement): XmlSignature {
  const children = parts(element, ['SignedInfo', 'SignatureValue', 'KeyInfo', 'Object'], ['Id'])
  const value = at(children, 1)
  const [id, valueId] = [idOf(element), idOf(value)]
  const properties = readProperties(at(children, 3), id)
  demandNames(id, valueId, properties.timeId)
  return { id, value: bytesOf(value, ['Id']), valueId, ...readSignedInfo(at(children, 0)), ...readKeyInfo(at(children, 2)), ...properties }
}

/** `CKS-2 GTCK-2 TT-2`: a signature covers only the last of its own names, so the others have no other spelling. */
function demandNames(id: string, valueId: string, timeId: string): void {
  const n = /^TT-([1-9]\d?)$/.exec(timeId)?.[1]
  if (n === undefined || id !== `CKS-${n}` || valueId !== `GTCK-${n}`) refuse('Id')
}

function algorithmOf(element: XmlElement): string {
  if (element.children.length > 0 || element.text !== '') throw new SignatureRefusal('signature.algorithms', `<${element.name}>`)
  onlyAttributes(element, ['Algorithm'])
  return element.attributes['Algorithm'] ?? ''
}

function mustBe(element: XmlElement, algorithm: string): void {
  if (algorithmOf(element) !== algorithm) throw new SignatureRefusal('signature.algorithms', algorithmOf(element))
}

function readSignedInfo(signedInfo: XmlElement): Pick<XmlSignature, 'signedInfo' | 'key' | 'references'> {
  const references = signedInfo.children.slice(2)
  const names = ['CanonicalizationMethod', 'SignatureMethod', ...references.map(() => 'Reference')]
  const children = parts(signedInfo, names)
  mustBe(at(children, 0), algorithms.canonical)
  const method = algorithmOf(at(children, 1))
  const key = algorithms.signature.get(method)
  if (key === undefined) throw new SignatureRefusal('signature.algorithms', method)
  return { signedInfo, key, references: references.map(readReference) }
}

function readReference(reference: XmlElement): Reference {
  const children = parts(reference, ['Transforms', 'DigestMethod', 'DigestValue'], ['Id', 'Type', 'URI'])
  const [transform] = parts(at(children, 0), ['Transform'])
  mustBe(transform ?? refuse('<Transforms>'), algorithms.canonical)
  mustBe(at(children, 1), algorithms.sha256)
  const target = /^#([A-Za-z][A-Za-z0-9._-]*)$/.exec(reference.attributes['URI'] ?? '')?.[1]
  if (target === undefined) throw new SignatureRefusal('xml.references', 'URI')
  return { target, digest: bytesOf(at(children, 2)) }
}

function readKeyInfo(keyInfo: XmlElement): Pick<XmlSignature, 'subjectName' | 'certificates'> {
  const [data] = parts(keyInfo, ['X509Data'])
  const x509 = data ?? refuse('<KeyInfo>')
  const certificates = x509.children.slice(1)
  if (certificates.length === 0) refuse('<X509Data>')
  const children = parts(x509, ['X509SubjectName', ...certificates.map(() => 'X509Certificate')])
  return { subjectName: textOf(at(children, 0)), certificates: certificates.map((one) => bytesOf(one)) }
}

type Properties = Pick<XmlSignature, 'timeText' | 'timeId' | 'token' | 'claimed'>

function readProperties(object: XmlElement, signature: string): Properties {
  const [content, extra] = object.children
  if (content === undefined || extra !== undefined || object.text !== '') return refuse('<Object>')
  const target = `#${signature}`
  const isXades = content.namespace === xades
  // Only the plain style covers its object.
  onlyAttributes(object, isXades ? [] : ['Id'])
  return isXades ? readQualifying(content, target) : readPlain(object, content, target)
}

function readQualifying(content: XmlElement, target: string): Properties {
  const names = ['SignedProperties', 'UnsignedProperties'].slice(0, Math.max(1, content.children.length))
  const [signed, unsigned] = parts(content, names, ['Target'], xades)
  if (content.name !== 'QualifyingProperties' || content.attributes['Target'] !== target) refuse('<QualifyingProperties>')
  const properties = signed ?? refuse('<QualifyingProperties>')
  const kinds = ['SignedSignatureProperties', 'SignedDataObjectProperties'].slice(0, Math.max(1, properties.children.length))
  const [own] = parts(properties, kinds, ['Id'], xades)
  const children = parts(own ?? refuse('<SignedProperties>'), ['SigningTime', 'SigningCertificateV2', 'SignerRoleV2'], [], xades)
  return {
    timeText: textOf(at(children, 0)),
    timeId: idOf(properties),
    ...(unsigned && { token: readStamp(unsigned) }),
    claimed: { role: readRole(at(children, 2)), certificateDigest: readCertificateDigest(at(children, 1)) },
  }
}

/** One token over the canonical SignatureValue; nothing else is unsigned. */
function readStamp(unsigned: XmlElement): Uint8Array {
  const [properties] = parts(unsigned, ['UnsignedSignatureProperties'], [], xades)
  const [stamp] = parts(properties ?? refuse('<UnsignedProperties>'), ['SignatureTimeStamp'], [], xades)
  const [method, token, extra] = stamp?.children ?? []
  if (stamp?.text !== '' || extra !== undefined || method?.name !== 'CanonicalizationMethod' || method.namespace !== xmldsig)
    return refuse('<SignatureTimeStamp>')
  onlyAttributes(stamp, [])
  mustBe(method, algorithms.canonical)
  return token?.name === 'EncapsulatedTimeStamp' && token.namespace === xades ? bytesOf(token) : refuse('<SignatureTimeStamp>')
}

function readRole(element: XmlElement): SigningRole {
  const [roles] = parts(element, ['ClaimedRoles'], [], xades)
  const [role] = parts(roles ?? refuse('<SignerRoleV2>'), ['ClaimedRole'], [], xades)
  const text = textOf(role ?? refuse('<ClaimedRoles>'))
  return isSigningRole(text) ? text : refuse('<ClaimedRole>')
}

function readCertificateDigest(element: XmlElement): Uint8Array {
  const [cert] = parts(element, ['Cert'], [], xades)
  const [digest] = parts(cert ?? refuse('<SigningCertificateV2>'), ['CertDigest'], [], xades)
  const children = parts(digest ?? refuse('<Cert>'), ['DigestMethod', 'DigestValue'])
  mustBe(at(children, 0), algorithms.sha256)
  return bytesOf(at(children, 1))
}

/** `<Object Id><SignatureProperties><SignatureProperty Target><SigningTime xmlns="urn:vn:hocbaso:1">`. */
function readPlain(object: XmlElement, content: XmlElement, target: string): Properties {
  const [property] = parts(content, ['SignatureProperty'])
  if (content.name !== 'SignatureProperties' || content.namespace !== xmldsig) refuse('<Object>')
  const [time] = parts(property ?? refuse('<SignatureProperties>'), ['SigningTime'], ['Target'], hocba)
  if (property?.attributes['Target'] !== target) refuse('<SignatureProperty>')
  return { timeText: textOf(time ?? refuse('<SignatureProperty>')), timeId: idOf(object) }
}
