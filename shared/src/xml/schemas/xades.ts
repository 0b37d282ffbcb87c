import { signingRoles } from '../../signing/index.ts'
import { namespaces } from '../name.ts'

const nested = (element: string, content: string, attributes = ''): string =>
  `<xs:element name="${element}"><xs:complexType><xs:sequence>${content}</xs:sequence>${attributes}</xs:complexType></xs:element>`

const id = (use: 'required' | 'optional'): string => `<xs:attribute name="Id" type="xs:ID" use="${use}"/>`

const role =
  '<xs:element name="ClaimedRole"><xs:simpleType><xs:restriction base="xs:string">' +
  signingRoles.map((one) => `<xs:enumeration value="${one}"/>`).join('') +
  '</xs:restriction></xs:simpleType></xs:element>'

const certificate = nested(
  'SigningCertificateV2',
  nested(
    'Cert',
    nested('CertDigest', '<xs:element ref="ds:DigestMethod"/><xs:element ref="ds:DigestValue"/>') +
      '<xs:element name="IssuerSerialV2" type="xs:base64Binary" minOccurs="0"/>',
  ),
)

const signatureProperties = nested(
  'SignedSignatureProperties',
  '<xs:element name="SigningTime" type="xs:dateTime"/>' + certificate + nested('SignerRoleV2', nested('ClaimedRoles', role)),
)

const dataObjectProperties = nested(
  'SignedDataObjectProperties',
  nested(
    'DataObjectFormat',
    '<xs:element name="MimeType" type="xs:string"/>',
    '<xs:attribute name="ObjectReference" type="xs:anyURI" use="required"/>',
  ),
).replace('<xs:element name="SignedDataObjectProperties">', '<xs:element name="SignedDataObjectProperties" minOccurs="0">')

const timestamp =
  '<xs:element name="UnsignedProperties" minOccurs="0"><xs:complexType><xs:sequence>' +
  nested(
    'UnsignedSignatureProperties',
    nested(
      'SignatureTimeStamp',
      '<xs:element ref="ds:CanonicalizationMethod"/><xs:element name="EncapsulatedTimeStamp" type="xs:base64Binary"/>',
      id('optional'),
    ),
  ) +
  '</xs:sequence></xs:complexType></xs:element>'

/** The part of XAdES (EN 319 132-1) that the profile uses. */
export const xadesSchema =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${namespaces.xades}" xmlns:ds="${namespaces.xmldsig}"` +
  ` targetNamespace="${namespaces.xades}" elementFormDefault="qualified">` +
  `<xs:import namespace="${namespaces.xmldsig}" schemaLocation="hocba-xmldsig-1.xsd"/>` +
  nested(
    'QualifyingProperties',
    nested('SignedProperties', signatureProperties + dataObjectProperties, id('required')) + timestamp,
    '<xs:attribute name="Target" type="xs:anyURI" use="required"/>',
  ) +
  '</xs:schema>\n'
