import { type DocumentKind, documentNames, envelopeVersion, namespaces } from './name.ts'

export interface DocumentParts {
  readonly root: DocumentKind
  /** The data element without xmlns: `emitData(…, {xmlns: false})`. */
  readonly dataXml: string
  /** The `Signature` elements in file order, nothing between them; `''` before the first one. */
  readonly signaturesXml: string
}

/** What stands before the data element, between it and the signatures, and after them. */
export function documentFrame(root: DocumentKind): readonly [before: string, between: string, after: string] {
  const name = documentNames[root].root
  return [
    `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${namespaces.hocba}" PhienBan="${envelopeVersion}">`,
    '<ChuKySo>',
    `</ChuKySo></${name}>\n`,
  ]
}

/** The whole file. Signed parts are put in as they are: a signed file is never serialised again. */
export function emitDocument({ root, dataXml, signaturesXml }: DocumentParts): string {
  const [before, between, after] = documentFrame(root)
  return before + dataXml + between + signaturesXml + after
}
