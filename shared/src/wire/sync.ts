import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { GridState } from '../grid/window.ts'

/** Message types of `/sync/…`: the y-websocket protocol, then ours (sent only to clients that joined with `?v=1`). */
export const messageType = { sync: 0, awareness: 1, queryAwareness: 3, accepted: 16, refused: 17, state: 18 } as const

/** y-websocket takes 4400-4499 as final: such a client does not reconnect by itself. 1013 means: try again. */
export const closeCode = { malformed: 4400, sessionEnded: 4401, refused: 4403, unknownGrid: 4404, tryAgain: 1013 } as const

export const maxMessageBytes = 64 * 1024

/** The n-th sync update of this connection is durable at the grid's sequence `seq`. */
export interface Accepted {
  readonly n: number
  readonly seq: number
}

/** The n-th sync update changed nothing anywhere. */
export interface Refused {
  readonly n: number
  readonly code: string
  readonly cells: readonly string[]
  readonly message: string
}

export interface StateChange {
  readonly state: GridState
  readonly epoch: number
}

export function writeAccepted({ n, seq }: Accepted): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageType.accepted)
  encoding.writeVarUint(encoder, n)
  encoding.writeVarUint(encoder, seq)
  return encoding.toUint8Array(encoder)
}

export const readAccepted = (decoder: decoding.Decoder): Accepted => ({
  n: decoding.readVarUint(decoder),
  seq: decoding.readVarUint(decoder),
})

export function writeRefused({ n, code, cells, message }: Refused): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageType.refused)
  encoding.writeVarUint(encoder, n)
  encoding.writeVarString(encoder, code)
  encoding.writeVarString(encoder, JSON.stringify({ cells, message }))
  return encoding.toUint8Array(encoder)
}

export function readRefused(decoder: decoding.Decoder): Refused {
  const n = decoding.readVarUint(decoder)
  const code = decoding.readVarString(decoder)
  const body = JSON.parse(decoding.readVarString(decoder)) as { readonly cells: readonly string[]; readonly message: string }
  return { n, code, cells: body.cells, message: body.message }
}

export function writeState(change: StateChange): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageType.state)
  encoding.writeVarString(encoder, JSON.stringify(change))
  return encoding.toUint8Array(encoder)
}

export const readState = (decoder: decoding.Decoder): StateChange => JSON.parse(decoding.readVarString(decoder)) as StateChange
