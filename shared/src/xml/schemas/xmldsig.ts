import { namespaces } from '../name.ts'

const algorithm = (element: string, ...uris: readonly string[]): string =>
  `<xs:element name="${element}"><xs:complexType><xs:attribute name="Algorithm" use="required"><xs:simpleType><xs:restriction base="xs:anyURI">` +
  uris.map((uri) => `<xs:enumeration value="${uri}"/>`).join('') +
  '</xs:restriction></xs:simpleType></xs:attribute></xs:complexType></xs:element>'

/** The part of XML Signature that the profile uses; every algorithm is named. */
export const xmldsigSchema =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${namespaces.xmldsig}" xmlns:xades="${namespaces.xades}"` +
  ` targetNamespace="${namespaces.xmldsig}" elementFormDefault="qualified">` +
  `<xs:import namespace="${namespaces.xades}" schemaLocation="hocba-xades-1.xsd"/>` +
  '<xs:simpleType name="Bytes"><xs:restriction base="xs:base64Binary"><xs:minLength value="1"/></xs:restriction></xs:simpleType>' +
  '<xs:simpleType name="Fragment"><xs:restriction base="xs:anyURI"><xs:pattern value="#[A-Za-z][A-Za-z0-9._\\-]*"/></xs:restriction></xs:simpleType>' +
  algorithm('CanonicalizationMethod', 'http://www.w3.org/2001/10/xml-exc-c14n#') +
  algorithm('SignatureMethod', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256') +
  algorithm('Transform', 'http://www.w3.org/2001/10/xml-exc-c14n#') +
  algorithm('DigestMethod', 'http://www.w3.org/2001/04/xmlenc#sha256') +
  '<xs:element name="DigestValue" type="Bytes"/>' +
  '<xs:element name="Reference"><xs:complexType><xs:sequence>' +
  '<xs:element name="Transforms"><xs:complexType><xs:sequence><xs:element ref="Transform"/></xs:sequence></xs:complexType></xs:element>' +
  '<xs:element ref="DigestMethod"/><xs:element ref="DigestValue"/></xs:sequence>' +
  '<xs:attribute name="Id" type="xs:ID"/><xs:attribute name="Type" type="xs:anyURI"/>' +
  '<xs:attribute name="URI" type="Fragment" use="required"/></xs:complexType></xs:element>' +
  '<xs:element name="Signature"><xs:complexType><xs:sequence>' +
  '<xs:element name="SignedInfo"><xs:complexType><xs:sequence><xs:element ref="CanonicalizationMethod"/><xs:element ref="SignatureMethod"/>' +
  '<xs:element ref="Reference" minOccurs="2" maxOccurs="66"/></xs:sequence></xs:complexType></xs:element>' +
  '<xs:element name="SignatureValue"><xs:complexType><xs:simpleContent><xs:extension base="Bytes">' +
  '<xs:attribute name="Id" type="xs:ID" use="required"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>' +
  '<xs:element name="KeyInfo"><xs:complexType><xs:sequence><xs:element name="X509Data"><xs:complexType><xs:sequence>' +
  '<xs:element name="X509SubjectName" type="xs:string"/><xs:element name="X509Certificate" type="Bytes" maxOccurs="8"/>' +
  '</xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>' +
  '<xs:element name="Object"><xs:complexType><xs:choice><xs:element ref="xades:QualifyingProperties"/><xs:element ref="SignatureProperties"/></xs:choice>' +
  '<xs:attribute name="Id" type="xs:ID"/></xs:complexType></xs:element>' +
  '</xs:sequence><xs:attribute name="Id" type="xs:ID" use="required"/></xs:complexType></xs:element>' +
  '<xs:element name="SignatureProperties"><xs:complexType><xs:sequence><xs:element name="SignatureProperty"><xs:complexType><xs:sequence>' +
  `<xs:any namespace="${namespaces.hocba}" processContents="strict"/></xs:sequence>` +
  '<xs:attribute name="Target" type="Fragment" use="required"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>' +
  '</xs:schema>\n'
