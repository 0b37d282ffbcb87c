import { type Doc, findIndexSS } from 'yjs'
import type { Result } from '../../core/result.ts'
import { knownClock } from '../store.ts'
import { Cursor } from './cursor.ts'
import { Deviation, type UpdateRefusal } from './deviation.ts'
import { limits } from './limits.ts'
import { type DeleteSet, readDeleteSet } from './ranges.ts'
import { refusing } from './refusing.ts'

/**
 * Whether an update of a remarks document holds anything the document does not have.
 * Reads the bytes within bounds and never calls Yjs with them. Only what has no news may be accepted.
 */
export function hasRemarkNews(update: Uint8Array, doc: Doc): Result<boolean, UpdateRefusal> {
  return refusing(() => {
    if (update.length > limits.messageBytes) throw new Deviation('limit', 'update too large')
    const cursor = new Cursor(update)
    const written = readsNews(cursor, doc)
    const dead = readDeleteSet(cursor)
    if (cursor.remaining > 0) throw new Deviation('update.malformed', 'bytes after the end')
    return written || deletesNews(dead, doc)
  })
}

/** Reads all client sections, so that a damaged update is called damaged, and tells whether one goes on beyond the document. */
function readsNews(cursor: Cursor, doc: Doc): boolean {
  const sections = cursor.varUint()
  if (sections > cursor.remaining) throw new Deviation('update.malformed', 'truncated sections')
  let news = false
  for (let index = 0; index < sections; index += 1) {
    const count = cursor.varUint()
    if (count > cursor.remaining) throw new Deviation('update.malformed', 'truncated section')
    const client = cursor.varUint()
    let clock = cursor.varUint()
    for (let struct = 0; struct < count; struct += 1) clock += skipStruct(cursor)
    if (clock > knownClock(doc, client)) news = true
  }
  return news
}

const gcKind = 0
const deletedKind = 1
const stringKind = 4
const typeKind = 7

/** Passes over one struct and returns its length in clock units; kinds that no remark contains are refused. */
function skipStruct(cursor: Cursor): number {
  const info = cursor.byte()
  const kind = info & 0x1f
  if (kind === gcKind) return positive(cursor.varUint())
  skipPlace(cursor, info)
  if (kind === deletedKind) return positive(cursor.varUint())
  if (kind === stringKind) return positive(cursor.text(limits.messageBytes)?.length ?? 0)
  if (kind === typeKind) return skipType(cursor)
  throw new Deviation(kind > 10 ? 'update.malformed' : 'update.shape', 'a struct of this kind')
}

function skipPlace(cursor: Cursor, info: number): void {
  const origins = (info & 0x80 ? 1 : 0) + (info & 0x40 ? 1 : 0)
  for (let index = 0; index < origins; index += 1) skipId(cursor)
  if (origins > 0) return
  if (cursor.varUint() === 1) cursor.text(limits.messageBytes)
  else skipId(cursor)
  if ((info & 0x20) !== 0) cursor.text(limits.messageBytes)
}

function skipId(cursor: Cursor): void {
  cursor.varUint()
  cursor.varUint()
}

const elementType = 3
const textType = 6

function skipType(cursor: Cursor): number {
  const type = cursor.varUint()
  if (type === elementType) cursor.text(limits.messageBytes)
  else if (type !== textType) throw new Deviation('update.shape', 'a type that no remark contains')
  return 1
}

function positive(length: number): number {
  if (length === 0) throw new Deviation('update.shape', 'a struct of length 0')
  return length
}

/** Whether a delete reaches something that is live here, or not here at all. */
function deletesNews(set: DeleteSet, doc: Doc): boolean {
  for (const [client, ranges] of set) {
    const known = knownClock(doc, client)
    const structs = doc.store.clients.get(client) ?? []
    for (const { start, end } of ranges) {
      if (end > known) return true
      for (let index = findIndexSS(structs, start); index < structs.length; index += 1) {
        const struct = structs[index]
        if (struct === undefined || struct.id.clock >= end) break
        if (!struct.deleted) return true
      }
    }
  }
  return false
}
