import { deepStrictEqual } from 'node:assert/strict'
import { Doc, XmlElement, XmlText, applyUpdate, decodeStateVector, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { type ReadRemarkUpdate, type UpdateRefusal, readRemarkUpdate, readRemarks } from '@hocba/shared/document'
import type { Result } from '@hocba/shared/core'
import { Unchanged } from './unchanged.ts'

export const students = ['6A-01', '6A-02', '6A-03'] as const
export const roots = students.map((student) => `r/${student}`)

/** A remarks document of a server, with the binding of client ids that the server would keep. */
export class RemarkServer {
  readonly doc = new Doc({ gc: false })
  readonly owners = new Map<number, string>()
  readonly unchanged = new Unchanged(this.doc)

  read(update: Uint8Array, user: string): Result<ReadRemarkUpdate, UpdateRefusal> {
    const bindings = { ownerOf: (client: number) => this.owners.get(client) }
    return readRemarkUpdate(update, this.doc, { students: new Set(students), bindings, user })
  }

  accept(update: Uint8Array, user: string, read: ReadRemarkUpdate): void {
    for (const client of read.clients) this.owners.set(client, user)
    applyUpdate(this.doc, update)
  }

  fork(gc = false): Doc {
    return loaded(this.unchanged.state, gc)
  }
}

function loaded(state: Uint8Array, gc: boolean): Doc {
  const copy = new Doc({ gc, guid: 'fork' })
  applyUpdate(copy, state)
  return copy
}

export const forkRemarks = (doc: Doc, gc = false): Doc => loaded(encodeStateAsUpdate(doc), gc)

export const textsOf = (doc: Doc): Record<string, string> => Object.fromEntries(readRemarks(doc, students))

/**
 * The promise of the gate, checked against Yjs itself: reading changes nothing; applying an accepted update to a fork changes the
 * named remarks from `before` to `after`, no other one, and leaves plain paragraphs.
 */
export function judgeRemark(server: RemarkServer, update: Uint8Array, user: string): Result<ReadRemarkUpdate, UpdateRefusal> {
  const owners = server.owners.size
  server.unchanged.begin()
  const result = server.read(update, user)
  server.unchanged.check()
  if (server.owners.size !== owners) throw new Error('reading binds a client id')
  if (result.ok) checkAccepted(server, update, user, result.value)
  return result
}

function checkAccepted(server: RemarkServer, update: Uint8Array, user: string, read: ReadRemarkUpdate): void {
  const copy = server.fork()
  const old = textsOf(copy)
  applyUpdate(copy, update)
  if (!read.news) return checkOld(server, copy, read)
  const expected: Record<string, string> = { ...old }
  for (const { student, before, after } of read.remarks) {
    if (old[student] !== before) throw new Error(`another text before: ${old[student]} / ${before}`)
    expected[student] = after
  }
  if (new Set(read.remarks.map(({ student }) => student)).size !== read.remarks.length) throw new Error('two edits of one remark')
  deepStrictEqual(textsOf(copy), expected)
  checkPlain(copy)
  checkClients(server, copy, user, read)
  const state = encodeStateAsUpdate(copy)
  deepStrictEqual(textsOf(loaded(state, false)), expected, 'loads differently')
  deepStrictEqual(textsOf(loaded(state, true)), expected, 'loads differently where garbage is collected')
}

/** The server never applies what brings nothing; it must be true that it brings nothing. */
function checkOld({ doc }: RemarkServer, copy: Doc, read: ReadRemarkUpdate): void {
  deepStrictEqual(read, { remarks: [], clients: [], news: false })
  deepStrictEqual(decodeStateVector(encodeStateVector(copy)), decodeStateVector(encodeStateVector(doc)))
  deepStrictEqual(liveUnits(copy), liveUnits(doc))
}

function liveUnits(doc: Doc): number {
  let units = 0
  for (const structs of doc.store.clients.values()) for (const struct of structs) if (!struct.deleted) units += struct.length
  return units
}

function checkClients(server: RemarkServer, copy: Doc, user: string, read: ReadRemarkUpdate): void {
  const end = (doc: Doc, client: number): number => {
    const last = doc.store.clients.get(client)?.at(-1)
    return last ? last.id.clock + last.length : 0
  }
  const grown = [...copy.store.clients.keys()].filter((client) => end(copy, client) > end(server.doc, client))
  deepStrictEqual(grown.toSorted(), [...read.clients].toSorted())
  for (const client of grown) {
    const owner = server.owners.get(client)
    if (owner === undefined ? server.doc.store.clients.has(client) : owner !== user) throw new Error(`written as client ${client}`)
  }
}

/** Nothing but paragraphs of plain text, each text of whole characters. */
export function checkPlain(doc: Doc): void {
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Error('something waits in the document')
  for (const [name, root] of doc.share) {
    if (!roots.includes(name)) throw new Error(`another root: ${name}`)
    if (root._map.size > 0) throw new Error('attributes of a root')
    for (const paragraph of doc.getXmlFragment(name).toArray()) checkParagraph(paragraph)
  }
}

function checkParagraph(paragraph: unknown): void {
  if (!(paragraph instanceof XmlElement) || paragraph.nodeName !== 'paragraph') throw new Error('no paragraph')
  if (paragraph._map.size > 0) throw new Error('attributes of a paragraph')
  for (const text of paragraph.toArray()) {
    if (!(text instanceof XmlText) || text._map.size > 0) throw new Error('no plain text')
    const delta: readonly { insert?: unknown; attributes?: unknown }[] = text.toDelta()
    for (const { insert, attributes } of delta) {
      if (typeof insert !== 'string' || attributes !== undefined) throw new Error('formatted text')
      if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(insert)) throw new Error('half a character')
    }
  }
}
