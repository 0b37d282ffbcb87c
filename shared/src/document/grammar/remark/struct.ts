import type { Doc } from 'yjs'
import type { ItemId } from '../../../grid/edit.ts'
import type { Cursor } from '../cursor.ts'
import { Deviation } from '../deviation.ts'
import { type Allowance, limits } from '../limits.ts'
import type { Span } from '../section.ts'
import type { Holder } from './holder.ts'

/** What a struct brings. `deleted` and `collected`: the author's replica no longer had it, or not even its place. */
export type Content = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'paragraph' | 'line' | 'deleted' | 'collected' }

/** Where a struct lies; `nowhere`: its surroundings were collected, so that Yjs collects it as well. */
export type Place = Holder | 'nowhere'

/** One struct of a remarks document as it stands in the bytes. */
export interface RemarkStruct extends Span {
  readonly origin: ItemId | null
  readonly rightOrigin: ItemId | null
  /** Written only beside no origin: the name of a root, or the paragraph or text that holds the struct. */
  readonly parent: string | ItemId | null
  readonly content: Content
  place: Place | undefined
}

const kindBits = 0x1f
const keyBit = 0x20
const rightOriginBit = 0x40
const originBit = 0x80
const collectedKind = 0
const deletedKind = 1
const stringKind = 4
const typeKind = 7
const lastKind = 10

/** Reads one struct and judges its form: REMARK-3. */
export function readRemarkStruct(cursor: Cursor, _doc: Doc, client: number, clock: number, allowance: Allowance): RemarkStruct {
  const info = cursor.byte()
  const kind = info & kindBits
  if (kind > lastKind) throw new Deviation('update.malformed', 'no such struct')
  if (kind === collectedKind) return readCollected(cursor, info, client, clock, allowance)
  if (kind !== deletedKind && kind !== stringKind && kind !== typeKind) throw new Deviation('update.shape', 'a struct of this kind')
  if ((info & keyBit) !== 0) throw new Deviation('update.shape', 'an attribute')
  const origin = (info & originBit) === 0 ? null : readId(cursor)
  const rightOrigin = (info & rightOriginBit) === 0 ? null : readId(cursor)
  const parent = origin === null && rightOrigin === null ? readParent(cursor) : null
  const { content, length } = readContent(cursor, kind)
  spend(length, allowance)
  return { client, clock, length, origin, rightOrigin, parent, content, place: undefined }
}

function readCollected(cursor: Cursor, info: number, client: number, clock: number, allowance: Allowance): RemarkStruct {
  if (info !== collectedKind) throw new Deviation('update.shape', 'a collected struct with a place')
  const length = cursor.varUint()
  spend(length, allowance)
  return { client, clock, length, origin: null, rightOrigin: null, parent: null, content: { kind: 'collected' }, place: undefined }
}

function spend(length: number, allowance: Allowance): void {
  if (length === 0) throw new Deviation('update.shape', 'a struct of length 0')
  allowance.units(length)
}

const readId = (cursor: Cursor): ItemId => ({ client: cursor.varUint(), clock: cursor.varUint() })

function readParent(cursor: Cursor): string | ItemId {
  const named = cursor.varUint()
  if (named > 1) throw new Deviation('update.malformed', 'neither a root nor an id')
  return named === 0 ? readId(cursor) : (cursor.text(limits.keyBytes) ?? unknownRoot())
}

function unknownRoot(): never {
  throw new Deviation('cell.unknown', 'the name of a root is too long')
}

function readContent(cursor: Cursor, kind: number): { readonly content: Content; readonly length: number } {
  if (kind === typeKind) return { content: { kind: readType(cursor) }, length: 1 }
  if (kind === deletedKind) return { content: { kind: 'deleted' }, length: cursor.varUint() }
  const text = cursor.text(limits.messageBytes) ?? ''
  return { content: { kind: 'text', text }, length: text.length }
}

const elementType = 3
const textType = 6

function readType(cursor: Cursor): 'paragraph' | 'line' {
  const type = cursor.varUint()
  if (type > textType) throw new Deviation('update.malformed', 'no such type')
  if (type === textType) return 'line'
  if (type !== elementType) throw new Deviation('update.shape', 'a type that no remark contains')
  if (cursor.text(limits.keyBytes) !== 'paragraph') throw new Deviation('update.shape', 'an element that is no paragraph')
  return 'paragraph'
}
