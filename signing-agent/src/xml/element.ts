import { hash } from 'node:crypto'
import { namespaces } from '@hocba/shared/xml'
import type { Certificate } from '../certificate/subject.ts'

export const algorithms = {
  c14n: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  signedProperties: 'http://uri.etsi.org/01903#SignedProperties',
  countersigned: 'http://uri.etsi.org/01903#CountersignedSignature',
} as const

/** What SignedInfo begins with, in canonical form. */
const methods = (signature: string): string =>
  `<CanonicalizationMethod Algorithm="${algorithms.c14n}"></CanonicalizationMethod>` +
  `<SignatureMethod Algorithm="${signature}"></SignatureMethod>`

/** By the kind of the signer's key. */
export const signatureMethods: Readonly<Record<Certificate['key'], string>> = {
  rsa: methods('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'),
  ecdsa: methods('http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'),
}

/** Where SigningTime stands: either meets 001 art. 9.2; which one a department's portal reads is configuration. */
export type TimeStyle = 'xades' | 'signature-properties'

export interface ReferenceParts {
  readonly id?: string
  readonly type?: string
  /** Id of the target, without `#`. */
  readonly uri: string
  /** Base64. */
  readonly digest: string
}

const afterUri =
  `"><Transforms><Transform Algorithm="${algorithms.c14n}"></Transform></Transforms>` +
  `<DigestMethod Algorithm="${algorithms.sha256}"></DigestMethod><DigestValue>`

/** A Reference by Id with exclusive C14N and SHA-256, itself in canonical form. */
export const c14nReference = ({ id, type, uri, digest }: ReferenceParts): string =>
  `<Reference${id === undefined ? '' : ` Id="${id}"`}${type === undefined ? '' : ` Type="${type}"`} URI="#${uri}${afterUri}${digest}</DigestValue></Reference>`

export interface SigningObject {
  /** The Object element as it stands in the file. */
  readonly inFile: string
  /** The referenced element with its namespace, as it is hashed. */
  readonly canonical: string
  readonly reference: Omit<ReferenceParts, 'digest'>
}

export interface ObjectParts {
  readonly n: number
  readonly role: string
  readonly time: string
  readonly style: TimeStyle
  readonly certificate: Certificate
}

/** XAdES-T: a token over the canonical SignatureValue. Not signed itself, so that it can be put in once that value exists. */
export const timestampElement = (token: Uint8Array): string =>
  `<UnsignedProperties><UnsignedSignatureProperties><SignatureTimeStamp>` +
  `<CanonicalizationMethod xmlns="${namespaces.xmldsig}" Algorithm="${algorithms.c14n}"></CanonicalizationMethod>` +
  `<EncapsulatedTimeStamp>${Buffer.from(token).toString('base64')}</EncapsulatedTimeStamp>` +
  `</SignatureTimeStamp></UnsignedSignatureProperties></UnsignedProperties>`

/** The signed time, and in XAdES also the certificate's digest and the claimed role. */
export const signingObject = (parts: ObjectParts): SigningObject => (parts.style === 'xades' ? xadesObject(parts) : propertiesObject(parts))

function xadesObject({ n, role, time, certificate }: ObjectParts): SigningObject {
  const certificateDigest = hash('sha256', certificate.der, 'base64')
  const content =
    `<SignedSignatureProperties><SigningTime>${time}</SigningTime><SigningCertificateV2><Cert><CertDigest>` +
    `<DigestMethod xmlns="${namespaces.xmldsig}" Algorithm="${algorithms.sha256}"></DigestMethod>` +
    `<DigestValue xmlns="${namespaces.xmldsig}">${certificateDigest}</DigestValue></CertDigest></Cert></SigningCertificateV2>` +
    `<SignerRoleV2><ClaimedRoles><ClaimedRole>${role}</ClaimedRole></ClaimedRoles></SignerRoleV2></SignedSignatureProperties>` +
    `<SignedDataObjectProperties><DataObjectFormat ObjectReference="#R-${n}-0"><MimeType>text/xml</MimeType></DataObjectFormat>` +
    `</SignedDataObjectProperties></SignedProperties>`
  return {
    inFile: `<Object><QualifyingProperties xmlns="${namespaces.xades}" Target="#CKS-${n}"><SignedProperties Id="TT-${n}">${content}</QualifyingProperties></Object>`,
    canonical: `<SignedProperties xmlns="${namespaces.xades}" Id="TT-${n}">${content}`,
    reference: { type: algorithms.signedProperties, uri: `TT-${n}` },
  }
}

function propertiesObject({ n, time }: ObjectParts): SigningObject {
  const content =
    `<SignatureProperties><SignatureProperty Target="#CKS-${n}"><SigningTime xmlns="${namespaces.hocba}">${time}</SigningTime>` +
    `</SignatureProperty></SignatureProperties></Object>`
  return {
    inFile: `<Object Id="TT-${n}">${content}`,
    canonical: `<Object xmlns="${namespaces.xmldsig}" Id="TT-${n}">${content}`,
    reference: { uri: `TT-${n}` },
  }
}
