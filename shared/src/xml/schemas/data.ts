import { dataSchema } from '../data.ts'
import { type DocumentKind, documentNames, envelopeVersion, namespaces } from '../name.ts'
import { namedTypes } from '../scalar.ts'

/** The schema of one kind of file. No wildcard anywhere: what it does not name does not belong into the file. */
export function documentSchema(kind: DocumentKind): string {
  const { root, data } = documentNames[kind]
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${namespaces.hocba}" xmlns:ds="${namespaces.xmldsig}"` +
    ` targetNamespace="${namespaces.hocba}" elementFormDefault="qualified">` +
    `<xs:import namespace="${namespaces.xmldsig}" schemaLocation="hocba-xmldsig-1.xsd"/>` +
    namedTypes +
    `<xs:element name="${root}"><xs:complexType><xs:sequence>` +
    `<xs:element name="${data}"><xs:complexType><xs:sequence>${dataSchema(kind)}</xs:sequence>` +
    '<xs:attribute name="Id" type="xs:ID" use="required"/></xs:complexType></xs:element>' +
    '<xs:element name="ChuKySo"><xs:complexType><xs:sequence>' +
    '<xs:element ref="ds:Signature" minOccurs="0" maxOccurs="64"/>' +
    '</xs:sequence></xs:complexType></xs:element>' +
    `</xs:sequence><xs:attribute name="PhienBan" type="xs:string" use="required" fixed="${envelopeVersion}"/></xs:complexType></xs:element>` +
    // The signing time of the `signature-properties` style stands in this namespace.
    '<xs:element name="SigningTime" type="xs:dateTime"/>' +
    '</xs:schema>\n'
  )
}
