import { type CellKey } from '@hocba/shared/grid'
import { cellsMap } from '@hocba/shared/document'
import * as Y from 'yjs'
import { until } from '../measure/program.ts'
import { Client } from './client.ts'
import type { Contender } from './contender.ts'
import { Pen } from './pen.ts'

/** The teacher's eight grids: a round each, then again from the first. */
export const grids = ['HK2', 'HK1'].flatMap((term) => ['6A', '6B', '7A', '7B'].map((name) => `2025-${name}.TOAN.${term}`))

/** Yjs ids are random; ours count, so that a run can be repeated. */
let nextClientId = 1_000_000_000

interface Member {
  readonly client: Client
  readonly pen: Pen
}

/** Told of each edit that a client other than its author has received. */
export interface Listener {
  onDelivered(author: number, from: number, to: number, receiver: number): void
  onAccepted?(author: number, n: number, seq: number): void
}

/** Clients on one document, each the only writer of its own cells, so that no round depends on who wins a conflict. */
export class Crowd {
  readonly members: readonly Member[]

  private constructor(members: readonly Member[]) {
    this.members = members
  }

  static async open(contender: Contender, grid: string, size: number, listener: Listener, query?: string): Promise<Crowd> {
    const doc = await readDocument(contender, grid)
    const cells = [...cellsMap(doc).keys()].toSorted() as CellKey[]
    const byId = new Map<number, number>()
    const first = nextClientId
    nextClientId += size
    const members = Array.from({ length: size }, async (_, author): Promise<Member> => {
      byId.set(first + author, author)
      const own = cells.filter((_cell, index) => index % size === author)
      const client = await Client.open(contender.address(grid, query), {
        onEdits(id, from, to) {
          const writer = byId.get(id)
          if (writer !== undefined && writer !== author) listener.onDelivered(writer, from, to, author)
        },
        onAccepted: (n, seq) => listener.onAccepted?.(author, n, seq),
      })
      return { client, pen: new Pen(first + author, doc, own) }
    })
    return new Crowd(await Promise.all(members))
  }

  /** Queues the author's next edit; it leaves with `flush`. Returns what was written. */
  write(author: number): { readonly cell: CellKey; readonly value: number; readonly clock: number } {
    const member = this.members[author]
    if (member === undefined) throw new RangeError('no such author')
    const { nextCell: cell, clock } = member.pen
    const value = (clock * 13 + author) % 101
    member.client.send(2, member.pen.write(value))
    return { cell, value, clock }
  }

  flush(): void {
    for (const { client } of this.members) {
      if (client.failure !== undefined) throw new Error(`the server closed a client: ${client.failure}`)
      client.flush()
    }
  }

  close(): void {
    for (const { client } of this.members) client.close()
  }
}

/** What a client that has just joined is given. */
export async function readDocument(contender: Contender, document: string): Promise<Y.Doc> {
  const doc = new Y.Doc()
  cellsMap(doc)
  let answer: (update: Uint8Array) => void = () => undefined
  const update = new Promise<Uint8Array>((resolve) => {
    answer = resolve
  })
  const client = await Client.open(contender.address(document), { onEdits: () => undefined, onStepTwo: answer })
  client.send(0, Y.encodeStateVector(doc))
  client.flush()
  const state = await update
  // Nobody may be left who listens: a reader more makes another load of it.
  client.close()
  Y.applyUpdate(doc, state)
  return doc
}

/** Gives a document of the peer the marks that ours has: both start each round alike. */
export async function seed(peer: Contender, document: string, state: Uint8Array): Promise<void> {
  const client = await Client.open(peer.address(document), { onEdits: () => undefined })
  client.send(2, state)
  client.flush()
  await until(async () => cellsMap(await readDocument(peer, document)).size > 0)
  client.close()
}
