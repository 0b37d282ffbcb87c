import type { Doc } from 'yjs'
import type { CellKey, CellValue } from '../../grid/cell.ts'
import type { ItemId } from '../../grid/edit.ts'
import { cellsRoot } from '../layout.ts'
import { itemAt, keyOf } from '../store.ts'
import type { Cursor } from './cursor.ts'
import { Deviation } from './deviation.ts'
import { type Allowance, limits } from './limits.ts'

/** One write as it stands in the bytes. */
export interface Struct {
  readonly client: number
  readonly clock: number
  readonly length: number
  readonly origin: ItemId | null
  /** Written in the bytes when there is no origin; else taken from the origin later. */
  key: CellKey | undefined
  /** One value a clock unit; `undefined` when the author's replica no longer had them (`ContentDeleted`). */
  readonly values: readonly CellValue[] | undefined
}

const kindBits = 0x1f
const rightOriginBit = 0x40
const originBit = 0x80
const keyBit = 0x20
const deletedKind = 1
const anyKind = 8
const lastKind = 10

/** Reads one struct and judges its form: GATE-3 and, as far as it stands in the struct, GATE-4. */
export function readStruct(cursor: Cursor, doc: Doc, client: number, clock: number, allowance: Allowance): Struct {
  const info = cursor.byte()
  const kind = info & kindBits
  if (kind > lastKind) throw new Deviation('update.malformed', 'no such struct')
  if (kind !== anyKind && kind !== deletedKind) throw new Deviation('update.shape', 'a struct of this kind')
  if ((info & rightOriginBit) !== 0) throw new Deviation('update.shape', 'a right origin')
  const origin = (info & originBit) === 0 ? null : { client: cursor.varUint(), clock: cursor.varUint() }
  const key = origin === null ? readPlace(cursor, info) : undefined
  const length = cursor.varUint()
  if (length === 0) throw new Deviation('update.shape', 'a struct of length 0')
  allowance.units(length)
  const values = kind === anyKind ? readValues(cursor, length, () => key ?? keyOfOrigin(doc, origin)) : undefined
  return { client, clock, length, origin, key, values }
}

function readPlace(cursor: Cursor, info: number): CellKey {
  if (cursor.varUint() !== 1) throw new Deviation('update.shape', 'a parent that is not a root')
  if (cursor.text(limits.keyBytes) !== cellsRoot) throw new Deviation('update.shape', 'another root')
  if ((info & keyBit) === 0) throw new Deviation('update.shape', 'a list item')
  const key = cursor.text(limits.keyBytes)
  if (key === undefined) throw new Deviation('cell.unknown', 'a key too long')
  return key as CellKey
}

function keyOfOrigin(doc: Doc, origin: ItemId | null): CellKey | undefined {
  const item = origin === null ? undefined : itemAt(doc, origin.client, origin.clock)
  return item && keyOf(doc, item)
}

function readValues(cursor: Cursor, length: number, key: () => CellKey | undefined): readonly CellValue[] {
  if (length === 1) return [readValue(cursor, key)]
  const values: CellValue[] = []
  for (let index = 0; index < length; index += 1) values.push(readValue(cursor, key))
  return values
}

const textTag = 119
const firstTag = 116
const integerTag = 125
const nullTag = 126
const lastTag = 127

/** A scalar that some cell may hold. The tag is judged before anything is decoded: nested values cost nothing. */
function readValue(cursor: Cursor, key: () => CellKey | undefined): CellValue {
  const tag = cursor.byte()
  if (tag === nullTag) return null
  if (tag === integerTag) return readInteger(cursor, key)
  if (tag < firstTag || tag > lastTag) throw new Deviation('update.malformed', 'no such value tag')
  const text = tag === textTag ? cursor.text(limits.valueBytes) : undefined
  return text ?? invalid(key)
}

function readInteger(cursor: Cursor, key: () => CellKey | undefined): CellValue {
  const value = cursor.varInt()
  return Object.is(value, -0) ? invalid(key) : value
}

function invalid(key: () => CellKey | undefined): never {
  const cell = key()
  throw new Deviation('value.invalid', 'a value that no cell may hold', cell === undefined ? [] : [cell])
}
