import { canonicalBytes } from '@hocba/shared/core'
import type { LogProof } from '@hocba/shared/log'
import type { Snapshot } from '@hocba/shared/snapshot'
import { emitData, emitDocument, escapeText, kindOf } from '@hocba/shared/xml'
import { type TestKey, sha256, signBytes, signingTime } from './school-keys.ts'

export interface SignedXmlOptions {
  readonly style?: 'xades' | 'plain'
  readonly time?: (index: number) => string
  /** Changes the text of one signature's canonical SignedInfo before it is signed. */
  readonly tamperInfo?: (index: number, info: string) => string
  /** Instead of the one of each key's kind. */
  readonly method?: string
  readonly proof?: LogProof
  readonly digest?: string
}

const exc = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const dsig = 'xmlns="http://www.w3.org/2000/09/xmldsig#"'
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const isEarlier = (a: TestKey, b: TestKey): boolean => {
  const order = ['subject-teacher', 'homeroom-teacher', 'principal', 'organisation']
  return order.indexOf(a.signer.role) < order.indexOf(b.signer.role)
}

const reference = (uri: string, digest: Uint8Array, attributes = ''): string =>
  `<Reference${attributes} URI="#${uri}"><Transforms><Transform Algorithm="${exc}"></Transform></Transforms>` +
  `<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></DigestMethod><DigestValue>${base64(digest)}</DigestValue></Reference>`

interface Properties {
  readonly object: string
  readonly covered: string
}

function xadesProperties(n: number, { signer, certificate }: TestKey, time: string): Properties {
  const body =
    `<SignedSignatureProperties><SigningTime>${time}</SigningTime><SigningCertificateV2><Cert><CertDigest>` +
    `<DigestMethod ${dsig} Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></DigestMethod>` +
    `<DigestValue ${dsig}>${base64(sha256(certificate))}</DigestValue></CertDigest></Cert></SigningCertificateV2>` +
    `<SignerRoleV2><ClaimedRoles><ClaimedRole>${signer.role}</ClaimedRole></ClaimedRoles></SignerRoleV2></SignedSignatureProperties>` +
    `<SignedDataObjectProperties><DataObjectFormat ObjectReference="#R-${n}-0"><MimeType>text/xml</MimeType></DataObjectFormat></SignedDataObjectProperties></SignedProperties>`
  const xades = 'xmlns="http://uri.etsi.org/01903/v1.3.2#"'
  return {
    object: `<Object><QualifyingProperties ${xades} Target="#CKS-${n}"><SignedProperties Id="TT-${n}">${body}</QualifyingProperties></Object>`,
    covered: `<SignedProperties ${xades} Id="TT-${n}">${body}`,
  }
}

function plainProperties(n: number, time: string): Properties {
  const body =
    `<SignatureProperties><SignatureProperty Target="#CKS-${n}">` +
    `<SigningTime xmlns="urn:vn:hocbaso:1">${time}</SigningTime></SignatureProperty></SignatureProperties></Object>`
  return { object: `<Object Id="TT-${n}">${body}`, covered: `<Object ${dsig} Id="TT-${n}">${body}` }
}

/** A file of the profile, made independently of the signing-agent. */
export function signXml(snapshot: Snapshot, keys: readonly TestKey[], options: SignedXmlOptions = {}): string {
  const digest = options.digest ?? sha256(canonicalBytes(snapshot)).toString('hex')
  const { proof } = options
  const data = { id: 'DL-1', digest, ...(proof === undefined ? {} : { proof }) }
  const values: string[] = []
  const signatures = keys.map((key, index) => {
    const n = index + 1
    const time = options.time?.(index) ?? signingTime
    const properties = options.style === 'plain' ? plainProperties(n, time) : xadesProperties(n, key, time)
    const type = options.style === 'plain' ? '' : ' Type="http://uri.etsi.org/01903#SignedProperties"'
    const earlier = keys.map((other, at) => ({ other, at })).filter(({ other, at }) => at < index && isEarlier(other, key))
    const references =
      reference('DL-1', sha256(emitData(snapshot, data)), ` Id="R-${n}-0"`) +
      reference(`TT-${n}`, sha256(properties.covered), type) +
      earlier
        .map(({ at }) =>
          reference(
            `GTCK-${at + 1}`,
            sha256(`<SignatureValue ${dsig} Id="GTCK-${at + 1}">${values[at] ?? ''}</SignatureValue>`),
            ' Type="http://uri.etsi.org/01903#CountersignedSignature"',
          ),
        )
        .join('')
    const method = options.method ?? `http://www.w3.org/2001/04/xmldsig-more#${key.key.asymmetricKeyType === 'ec' ? 'ecdsa' : 'rsa'}-sha256`
    const plainInfo =
      `<SignedInfo ${dsig}><CanonicalizationMethod Algorithm="${exc}"></CanonicalizationMethod>` +
      `<SignatureMethod Algorithm="${method}"></SignatureMethod>${references}</SignedInfo>`
    const info = options.tamperInfo?.(index, plainInfo) ?? plainInfo
    const value = base64(signBytes(key.key, info))
    values.push(value)
    return (
      `<Signature ${dsig} Id="CKS-${n}">${info.replace(` ${dsig}`, '')}<SignatureValue Id="GTCK-${n}">${value}</SignatureValue>` +
      `<KeyInfo><X509Data><X509SubjectName>${escapeText(key.subject)}</X509SubjectName>` +
      `<X509Certificate>${base64(key.certificate)}</X509Certificate></X509Data></KeyInfo>${properties.object}</Signature>`
    )
  })
  return emitDocument({
    root: kindOf(snapshot),
    dataXml: emitData(snapshot, { ...data, xmlns: false }),
    signaturesXml: signatures.join(''),
  })
}
