import { type DocumentKind, type SchemaName, schemas } from '../../xml/index.ts'
import { utf8 } from '../bytes.ts'

type Library = typeof import('libxml2-wasm')
type Validator = InstanceType<Library['XsdValidator']>

const schemaNames: Readonly<Record<DocumentKind, SchemaName>> = { grid: 'hocba-grid-1.xsd', transcript: 'hocba-transcript-1.xsd' }

let loading: Promise<Library> | undefined
const validators = new Map<DocumentKind, Validator>()

/** The WebAssembly parser, loaded once, at the first file: a page that verifies nothing never downloads it. */
async function load(): Promise<Library> {
  const library = await import('libxml2-wasm')
  const files = Object.entries(schemas).map(([name, xsd]) => [name, utf8(xsd)] as const)
  library.xmlRegisterInputProvider(new library.XmlBufferInputProvider(Object.fromEntries(files)))
  return library
}

function validatorOf(library: Library, kind: DocumentKind): Validator {
  const known = validators.get(kind)
  if (known) return known
  const xsd = library.XmlDocument.fromString(schemas[schemaNames[kind]], { option: library.ParseOption.XML_PARSE_NONET })
  try {
    const validator = library.XsdValidator.fromDoc(xsd)
    validators.set(kind, validator)
    return validator
  } finally {
    xsd.dispose()
  }
}

/** The first thing that the schema, or a second parser, has against the file; `undefined` when it is valid. */
export async function schemaFault(bytes: Uint8Array, kind: DocumentKind): Promise<string | undefined> {
  loading ??= load()
  const library = await loading
  const { XML_PARSE_NONET, XML_PARSE_NO_XXE } = library.ParseOption
  try {
    const document = library.XmlDocument.fromBuffer(bytes, { option: XML_PARSE_NONET | XML_PARSE_NO_XXE })
    try {
      validatorOf(library, kind).validate(document)
      return undefined
    } finally {
      document.dispose()
    }
  } catch (error) {
    if (error instanceof library.XmlLibError) return error.message.trim().split('\n')[0] ?? 'XML'
    throw error
  }
}
