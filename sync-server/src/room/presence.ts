import { messageType } from '@hocba/shared/wire'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** The most client ids one connection may speak for, and the most bytes of one state. */
const limits = { clients: 4, bytes: 2_048 }

/** Client ids have 32 bits. Clocks as well: the server counts one further when somebody leaves, and everybody must be able to read that. */
const numbers = 2 ** 32 - 1

interface Entry {
  readonly client: number
  readonly clock: number
  /** `null`: gone. */
  readonly state: Readonly<Record<string, unknown>> | null
}

/**
 * Who is here and where, in the y-protocols awareness format. The server stamps the identity of the session
 * over whatever a client claims, so nobody can appear as somebody else.
 */
export class Presence {
  readonly #entries = new Map<number, Entry & { readonly owner: object }>()

  /** Reads one awareness payload of a connection; returns the stamped frame for the others, or `undefined` when nothing counts. */
  receive(
    payload: Uint8Array,
    owner: object,
    user: { readonly id: string; readonly name: string },
    mayUse: (client: number) => boolean,
  ): Uint8Array | undefined {
    const accepted: Entry[] = []
    for (const entry of readEntries(payload)) {
      const known = this.#entries.get(entry.client)
      if (entry.client > numbers || entry.clock >= numbers) continue
      if (known && (known.owner !== owner || known.clock > entry.clock)) continue
      if (!known && (!mayUse(entry.client) || this.#owned(owner).length >= limits.clients)) continue
      const stamped: Entry = { ...entry, state: entry.state && { ...entry.state, user } }
      if (stamped.state === null) this.#entries.delete(entry.client)
      else this.#entries.set(entry.client, { ...stamped, owner })
      accepted.push(stamped)
    }
    return accepted.length > 0 ? frame(accepted) : undefined
  }

  /** Everybody present, for one who has just joined or asks. */
  all(): Uint8Array | undefined {
    return this.#entries.size > 0 ? frame([...this.#entries.values()]) : undefined
  }

  leave(owner: object): Uint8Array | undefined {
    const gone = this.#owned(owner)
    for (const { client } of gone) this.#entries.delete(client)
    return gone.length > 0 ? frame(gone.map(({ client, clock }) => ({ client, clock: clock + 1, state: null }))) : undefined
  }

  #owned(owner: object): readonly Entry[] {
    return [...this.#entries.values()].filter((entry) => entry.owner === owner)
  }
}

function readEntries(payload: Uint8Array): readonly Entry[] {
  const decoder = decoding.createDecoder(payload)
  const count = decoding.readVarUint(decoder)
  if (count > 64) throw new RangeError('too many awareness entries')
  return Array.from({ length: count }, () => {
    const client = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    const text = decoding.readVarString(decoder)
    if (text.length > limits.bytes) throw new RangeError('awareness state too large')
    const state: unknown = JSON.parse(text)
    return { client, clock, state: typeof state === 'object' && !Array.isArray(state) ? (state as Entry['state']) : null }
  })
}

function frame(entries: readonly Entry[]): Uint8Array {
  const payload = encoding.createEncoder()
  encoding.writeVarUint(payload, entries.length)
  for (const { client, clock, state } of entries) {
    encoding.writeVarUint(payload, client)
    encoding.writeVarUint(payload, clock)
    encoding.writeVarString(payload, JSON.stringify(state))
  }
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageType.awareness)
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(payload))
  return encoding.toUint8Array(encoder)
}
