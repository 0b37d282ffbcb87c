import { messageType } from '@hocba/shared/wire'
import * as encoding from 'lib0/encoding'
import { messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'

/** An update without news: no structs, no deletes. Our whole answer to the server's step 1; the edits follow one by one. */
const nothing = Uint8Array.of(0, 0)

export const emptyStep2 = (): Uint8Array<ArrayBuffer> => syncFrame(messageYjsSyncStep2, nothing)

export const updateFrame = (update: Uint8Array): Uint8Array<ArrayBuffer> => syncFrame(messageYjsUpdate, update)

function syncFrame(kind: number, update: Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageType.sync)
  encoding.writeVarUint(encoder, kind)
  encoding.writeVarUint8Array(encoder, update)
  return encoding.toUint8Array(encoder)
}
