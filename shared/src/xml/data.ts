import { type Result, err, ok } from '../core/index.ts'
import type { LogProof } from '../log/index.ts'
import type { GridSnapshot, Snapshot, TranscriptSnapshot } from '../snapshot/index.ts'
import { type Codec, ShapeError } from './codec.ts'
import { digest } from './common-shape.ts'
import { escapeAttribute } from './escape.ts'
import { gridFields } from './grid-shape.ts'
import { type DocumentKind, documentNames, kindOf, namespaces } from './name.ts'
import { logProof } from './log-shape.ts'
import { type Fields, field, optional, fieldsWriter, readFields, record, schemaOfFields } from './structure.ts'
import { transcriptFields } from './transcript-shape.ts'
import type { XmlNode } from './tree.ts'

/** What the signed data element carries: the snapshot and, beside it, what is not part of its JSON. */
export interface SignedContent<T extends Snapshot = Snapshot> {
  /** SHA-256 of the snapshot's RFC 8785 JSON, lower-case hex. */
  readonly digest: string
  /** That the snapshot stands in the school's log: its place there, a checkpoint and the path between them. */
  readonly proof?: LogProof
  readonly snapshot: T
}

export type SignedData = SignedContent & { readonly id: string; readonly kind: DocumentKind }

const envelope = <T extends Snapshot>(snapshot: Codec<T>): Fields<SignedContent<T>> => {
  const fields: Fields<SignedContent> = {
    digest: field('MaBam', digest),
    proof: optional('NhatKy', logProof),
    snapshot: field('NoiDung', snapshot as unknown as Codec<Snapshot>),
  }
  return fields as unknown as Fields<SignedContent<T>>
}

const contents = {
  grid: envelope(record<GridSnapshot>(gridFields)),
  transcript: envelope(record<TranscriptSnapshot>(transcriptFields)),
} as unknown as Readonly<Record<DocumentKind, Fields<SignedContent>>>

const writers = { grid: fieldsWriter(contents.grid), transcript: fieldsWriter(contents.transcript) }

/** An xs:ID: starts with a letter. */
const idPattern = /^[A-Za-z][A-Za-z0-9._-]*$/

export interface EmitOptions {
  /** `DL-<uuid>`, unique in the file. */
  readonly id: string
  readonly digest: string
  readonly proof?: LogProof
  /** `false` leaves out xmlns, for the place inside the root element that already declares it. */
  readonly xmlns?: boolean
}

/** The data element in two halves: its tag with and without xmlns, and what follows, the same in the file and in canonical form. */
export interface DataText {
  readonly canonicalTag: string
  /** For the place inside the root element, which already declares the namespace. */
  readonly tag: string
  /** Down to the end tag. */
  readonly content: string
}

export function dataText(snapshot: Snapshot, { id, digest: sum, proof }: Omit<EmitOptions, 'xmlns'>): DataText {
  if (!idPattern.test(id)) throw new TypeError('the Id of the data element is not a name')
  const kind = kindOf(snapshot)
  const name = documentNames[kind].data
  const rest = ` Id="${escapeAttribute(id)}">`
  const content: SignedContent = { digest: sum, snapshot, ...(proof === undefined ? {} : { proof }) }
  const page = { text: '' }
  writers[kind](content, page)
  return {
    canonicalTag: `<${name} xmlns="${namespaces.hocba}"${rest}`,
    tag: `<${name}${rest}`,
    content: `${page.text}</${name}>`,
  }
}

/** The data element as exclusive C14N writes it, with xmlns on its tag: the text whose SHA-256 goes into each signature's Reference. */
export function emitData(snapshot: Snapshot, { xmlns, ...options }: EmitOptions): string {
  const { canonicalTag, tag, content } = dataText(snapshot, options)
  return (xmlns === false ? tag : canonicalTag) + content
}

const kindOfData = (name: string): DocumentKind | undefined =>
  name === documentNames.grid.data ? 'grid' : name === documentNames.transcript.data ? 'transcript' : undefined

/** Rebuilds the snapshot from its element. The error names the place: `NoiDung/DanhSachHocSinh/HocSinh[3]/NgaySinh: …`. */
export function readData(node: XmlNode): Result<SignedData, string> {
  const kind = kindOfData(node.name)
  const id = node.attributes['Id']
  if (kind === undefined || node.namespace !== namespaces.hocba) return err(`${node.name}: not a data element`)
  if (id === undefined || !idPattern.test(id) || Object.keys(node.attributes).length !== 1) return err(`${node.name}: attributes`)
  try {
    return ok({ id, kind, ...readFields(contents[kind], node) })
  } catch (error) {
    if (error instanceof ShapeError) return err(`${error.path.join('/')}: ${error.message}`)
    throw error
  }
}

/** The children of the data element, for its schema. */
export const dataSchema = (kind: DocumentKind): string => schemaOfFields(contents[kind])
