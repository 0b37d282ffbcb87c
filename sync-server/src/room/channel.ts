import { closeCode, writeState } from '@hocba/shared/wire'
import type { StateChange } from '@hocba/shared/wire'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { binaryFrame } from './frame.ts'
import { Presence } from './presence.ts'

/** A connection as the room sees it. */
export interface Member {
  readonly user: string
  readonly name: string
  readonly session: string
  /** Joined with `?v=1`: gets accepted, refused and state messages. */
  readonly speaksHocba: boolean
  send(message: Uint8Array): void
  /** A message that `binaryFrame` has framed: many receive the same bytes. */
  sendFrame(frame: Uint8Array): void
  close(code: number, reason: string): void
}

/** One Yjs document of a grid and the connections on it. */
export class Channel {
  readonly doc: Y.Doc
  readonly presence = new Presence()
  readonly #members = new Set<Member>()

  constructor(doc: Y.Doc) {
    this.doc = doc
  }

  get size(): number {
    return this.#members.size
  }

  join(member: Member): void {
    this.#members.add(member)
    member.send(syncStep1(this.doc))
    const present = this.presence.all()
    if (present) member.send(present)
  }

  leave(member: Member): void {
    if (!this.#members.delete(member)) return
    const gone = this.presence.leave(member)
    if (gone) this.broadcast(gone)
  }

  broadcast(message: Uint8Array, except?: Member): void {
    const frame = binaryFrame(message)
    for (const member of this.#members) if (member !== except) member.sendFrame(frame)
  }

  announce(change: StateChange): void {
    const message = writeState(change)
    for (const member of this.#members) if (member.speaksHocba) member.send(message)
  }

  /** Nobody may go on with a document that is ahead of the log. */
  closeAll(reason: string): void {
    for (const member of this.#members) member.close(closeCode.tryAgain, reason)
    this.#members.clear()
  }
}

function syncFrame(kind: 0 | 1, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0)
  encoding.writeVarUint(encoder, kind)
  encoding.writeVarUint8Array(encoder, payload)
  return encoding.toUint8Array(encoder)
}

export const syncStep1 = (doc: Y.Doc): Uint8Array => syncFrame(0, Y.encodeStateVector(doc))
export const syncStep2 = (doc: Y.Doc, stateVector: Uint8Array): Uint8Array => syncFrame(1, Y.encodeStateAsUpdate(doc, stateVector))

/** The same bytes as an encoder would write, which would make three buffers for each edit. */
export function syncUpdate(update: Uint8Array): Uint8Array {
  const { length } = update
  const size = length < 0x80 ? 1 : length < 0x4000 ? 2 : 3
  const message = Buffer.allocUnsafe(2 + size + length)
  message[0] = 0
  message[1] = 2
  for (let at = 0; at < size; at += 1) message[2 + at] = ((length >>> (7 * at)) & 0x7f) | (at + 1 < size ? 0x80 : 0)
  message.set(update, 2 + size)
  return message
}
