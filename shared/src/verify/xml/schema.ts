import type * as library from 'libxml2-wasm'
import { type DocumentKind, type SchemaName, schemas } from '../../xml/index.ts'
import { utf8 } from '../bytes.ts'

type Library = typeof library
type Validator = library.XsdValidator

const schemaNames: Readonly<Record<DocumentKind, SchemaName>> = { grid: 'hocba-grid-1.xsd', transcript: 'hocba-transcript-1.xsd' }

let loading: Promise<Library> | undefined
const validators = new Map<DocumentKind, Validator>()

/** The WebAssembly parser, loaded once, at the first file: a page that verifies nothing never downloads it. */
async function load(): Promise<Library> {
  const loaded = await import('libxml2-wasm')
  const files = Object.entries(schemas).map(([name, xsd]) => [name, utf8(xsd)] as const)
  loaded.xmlRegisterInputProvider(new loaded.XmlBufferInputProvider(Object.fromEntries(files)))
  return loaded
}

function validatorOf(loaded: Library, kind: DocumentKind): Validator {
  const known = validators.get(kind)
  if (known) return known
  const xsd = loaded.XmlDocument.fromString(schemas[schemaNames[kind]], { option: loaded.ParseOption.XML_PARSE_NONET })
  try {
    const validator = loaded.XsdValidator.fromDoc(xsd)
    validators.set(kind, validator)
    return validator
  } finally {
    xsd.dispose()
  }
}

/** The first thing that the schema, or a second parser, has against the file; `undefined` when it is valid. */
export async function schemaFault(bytes: Uint8Array, kind: DocumentKind): Promise<string | undefined> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined // a page that was offline may ask again
    throw error
  })
  const loaded = await loading
  const { XML_PARSE_NONET, XML_PARSE_NO_XXE } = loaded.ParseOption
  try {
    const document = loaded.XmlDocument.fromBuffer(bytes, { option: XML_PARSE_NONET | XML_PARSE_NO_XXE })
    try {
      validatorOf(loaded, kind).validate(document)
      return undefined
    } finally {
      document.dispose()
    }
  } catch (error) {
    if (error instanceof loaded.XmlLibError) return error.message.trim().split('\n')[0] ?? 'XML'
    throw error
  }
}
