import type { CellKey } from '@hocba/shared/grid'
import { presentItem } from '@hocba/shared/document'
import * as encoding from 'lib0/encoding'
import type * as Y from 'yjs'

/** One cell as its writer last saw it: the item that the next write replaces. */
interface Place {
  readonly cell: CellKey
  client: number
  clock: number
}

const contentAny = 8
const hasOrigin = 0x80
const hasKey = 0x20

/**
 * Writes marks as a Yjs client does, byte for byte (`checkPen`), without a document of its own: a load generator that kept
 * a replica for each client would be slower than the servers it measures.
 */
export class Pen {
  readonly client: number
  readonly #places: Place[]
  #clock = 0

  constructor(client: number, doc: Y.Doc, cells: readonly CellKey[]) {
    this.client = client
    this.#places = cells.map((cell) => {
      const item = presentItem(doc, cell)
      if (item === undefined) throw new Error(`${cell} is empty`)
      return { cell, ...item.id }
    })
  }

  /** The clock of the next edit. */
  get clock(): number {
    return this.#clock
  }

  get nextCell(): CellKey {
    return this.#next.cell
  }

  /** The update that overwrites the next cell in turn. */
  write(value: number): Uint8Array {
    const place = this.#next
    const encoder = encoding.createEncoder()
    for (const number of [1, 1, this.client, this.#clock]) encoding.writeVarUint(encoder, number)
    encoding.writeUint8(encoder, contentAny | hasOrigin | hasKey)
    for (const number of [place.client, place.clock, 1]) encoding.writeVarUint(encoder, number)
    encoding.writeAny(encoder, value)
    for (const number of [1, place.client, 1, place.clock, 1]) encoding.writeVarUint(encoder, number)
    place.client = this.client
    place.clock = this.#clock
    this.#clock += 1
    return encoding.toUint8Array(encoder)
  }

  get #next(): Place {
    const place = this.#places[this.#clock % this.#places.length]
    if (place === undefined) throw new Error('a pen without cells')
    return place
  }
}
