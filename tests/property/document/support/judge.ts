import { deepStrictEqual } from 'node:assert/strict'
import { Doc, Item, applyUpdate, encodeStateAsUpdate } from 'yjs'
import { type ReadUpdate, type UpdateRefusal, presentItem, readUpdate } from '@hocba/shared/document'
import type { CellKey, CellValue, ColumnValue } from '@hocba/shared/grid'
import type { Result } from '@hocba/shared/core'
import { Unchanged } from './unchanged.ts'

/** Students of the small grid of these tests. */
export const students = ['6A-01', '6A-02', '6A-03', '6A-04', '6A-05', '6A-06'] as const

const kinds: Readonly<Record<string, ColumnValue>> = { tx1: 'mark', gk: 'comment', rl: 'conduct', nghi: 'absences' }
export const columns = Object.keys(kinds)

const permitted = new Map<string, ColumnValue>()
for (const student of students) for (const [column, kind] of Object.entries(kinds)) permitted.set(`${student}/${column}`, kind)

export const cells = [...permitted.keys()] as CellKey[]
export const rules = { kindOf: (key: string): ColumnValue | undefined => permitted.get(key) }

/** A grid document of a server, with the binding of client ids that the server would keep. */
export class Server {
  readonly doc = new Doc()
  readonly owners = new Map<number, string>()
  readonly unchanged = new Unchanged(this.doc)
  #shown: ReadonlyMap<string, Shown> | undefined

  constructor() {
    this.doc.getMap('cells')
    this.doc.on('afterTransaction', () => (this.#shown = undefined))
  }

  read(update: Uint8Array, user: string): Result<ReadUpdate, UpdateRefusal> {
    return readUpdate(update, this.doc, { rules, bindings: { ownerOf: (client) => this.owners.get(client) }, user })
  }

  /** Accepts an update as the server would: binds its clients, then applies the author's bytes. */
  accept(update: Uint8Array, user: string, read: ReadUpdate): void {
    for (const client of read.clients) this.owners.set(client, user)
    applyUpdate(this.doc, update)
  }

  fork(): Doc {
    return loaded(this.unchanged.state)
  }

  shown(): ReadonlyMap<string, Shown> {
    this.#shown ??= shown(this.doc)
    return this.#shown
  }
}

function loaded(state: Uint8Array): Doc {
  const copy = new Doc({ guid: 'fork' })
  applyUpdate(copy, state)
  copy.getMap('cells')
  return copy
}

export const fork = (doc: Doc): Doc => loaded(encodeStateAsUpdate(doc))

interface Shown {
  readonly value: CellValue
  readonly item: string
}

function shown(doc: Doc): Map<string, Shown> {
  const all = new Map<string, Shown>()
  for (const key of doc.getMap('cells')._map.keys()) {
    const item = presentItem(doc, key as CellKey)
    if (item) all.set(key, { value: item.value, item: `${item.id.client}:${item.id.clock}` })
  }
  return all
}

/**
 * The promise of the gate, checked against Yjs itself: reading changes nothing; applying an accepted update to a fork changes the
 * derived edits' cells to the derived values, unless the cell keeps what it had in a conflict, and changes nothing else.
 */
export function judge(server: Server, update: Uint8Array, user: string): Result<ReadUpdate, UpdateRefusal> {
  const owners = server.owners.size
  server.unchanged.begin()
  const result = server.read(update, user)
  server.unchanged.check()
  if (server.owners.size !== owners) throw new Error('reading binds a client id')
  if (!result.ok) return result
  checkAccepted(server, update, result.value)
  for (const client of result.value.clients) {
    const owner = server.owners.get(client)
    if (owner === undefined ? server.doc.store.clients.has(client) : owner !== user)
      throw new Error(`written as client ${client} of ${owner ?? 'the server'}`)
  }
  return result
}

function checkAccepted(server: Server, update: Uint8Array, read: ReadUpdate): void {
  const copy = server.fork()
  const old = server.shown()
  applyUpdate(copy, update)
  const now = shown(copy)
  const edits = new Map<string, ReadUpdate['edits'][number]>(read.edits.map((edit) => [edit.cell, edit]))
  if (edits.size !== read.edits.length) throw new Error('two edits of one cell')
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const edit = edits.get(key)
    const was = old.get(key)?.value ?? null
    const is = now.get(key)?.value ?? null
    if (edit === undefined) {
      if (was !== is || old.get(key)?.item !== now.get(key)?.item) throw new Error(`a cell without an edit changed: ${key}`)
      continue
    }
    const kept = old.get(key)?.item === now.get(key)?.item
    if (kept ? is !== was && !(is === null && edit.value === null) : is !== edit.value)
      throw new Error(`another value than the edit's: ${key}`)
    if (!edit.conflict && is !== edit.value) throw new Error(`an edit without conflict that lost: ${key}`)
    if (!read.keys.includes(edit.cell) || !permitted.has(key)) throw new Error(`a cell without right: ${key}`)
  }
  checkWhole(copy, now, server.doc, read)
}

function checkWhole(copy: Doc, now: ReadonlyMap<string, Shown>, doc: Doc, read: ReadUpdate): void {
  if (copy.store.pendingStructs !== null || copy.store.pendingDs !== null) throw new Error('something waits in the document')
  if ([...copy.share.keys()].join() !== 'cells') throw new Error('another root')
  const clients: number[] = []
  for (const [client, structs] of copy.store.clients) {
    const before = doc.store.clients.get(client)?.at(-1)
    const end = structs.at(-1)
    if (end && end.id.clock + end.length > (before ? before.id.clock + before.length : 0)) clients.push(client)
    for (const item of structs) {
      if (!(item instanceof Item) || item.parent !== copy.share.get('cells') || item.parentSub === null)
        throw new Error('an item that is no cell')
      if (!item.deleted && (item.length !== 1 || item.right !== null)) throw new Error('a live item that is not the last of its cell')
    }
  }
  if (clients.toSorted().join() !== [...read.clients].toSorted().join()) throw new Error('other clients than read')
  deepStrictEqual([...shown(fork(copy))].toSorted(), [...now].toSorted(), 'loads differently')
}
