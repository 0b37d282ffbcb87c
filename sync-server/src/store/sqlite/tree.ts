import { Frontier, type NodeAt, Prover, nodeInput } from '@hocba/shared/log'
import { sha256 } from '../../log/seal.ts'
import type { TreeHead } from '../port.ts'
import type { Sqlite } from './open.ts'

export const treeSchema = `
create table if not exists node (
  level integer not null, place integer not null, hash blob not null, primary key (level, place)
) strict, without rowid;
`

/** Nodes of every eighth level are kept; those between are hashed again when a proof asks for them, 256 at most. */
const stride = 8

/** The Merkle tree over the log's rows, whose leaf hashes stand in the rows themselves. */
export class LogTree {
  readonly #frontier: Frontier
  readonly #prover: Prover
  readonly #nodeAt: NodeAt
  readonly #count: () => number

  constructor(db: Sqlite) {
    const leafAt = db.prepare<[number], Buffer>('select leaf from log where id = ?').pluck()
    const kept = db.prepare<[number, number], Buffer>('select hash from node where level = ? and place = ?').pluck()
    const keep = db.prepare('insert into node values (?, ?, ?)')
    const count = db.prepare<[], number>('select ifnull(max(id), 0) from log').pluck()
    this.#count = () => count.get() ?? 0
    this.#nodeAt = (level, place) => {
      if (level === 0) return present(leafAt.get(place + 1), level, place)
      if (level % stride === 0) return present(kept.get(level, place), level, place)
      return sha256(nodeInput(this.#nodeAt(level - 1, place * 2), this.#nodeAt(level - 1, place * 2 + 1)))
    }
    this.#prover = new Prover(this.#nodeAt, sha256)
    this.#frontier = new Frontier(sha256, (level, place, node) => {
      if (level % stride === 0) keep.run(level, place, node)
    })
    this.resume()
  }

  get size(): number {
    return this.#frontier.size
  }

  /** The head as it stands in the database: at the start, and after a transaction that was rolled back. */
  resume(): void {
    this.#frontier.resume(this.#count(), this.#nodeAt)
  }

  append(leaf: Uint8Array): void {
    this.#frontier.append(leaf)
  }

  head(): TreeHead {
    return { size: this.size, root: this.#frontier.root() }
  }

  root(size: number): Uint8Array {
    return this.#prover.root(size)
  }

  inclusion(index: number, size: number): readonly Uint8Array[] {
    return this.#prover.inclusion(index, size)
  }

  consistency(first: number, second: number): readonly Uint8Array[] {
    return this.#prover.consistency(first, second)
  }
}

function present(node: Buffer | undefined, level: number, place: number): Buffer {
  if (!node) throw new Error(`the tree has no node ${place} on level ${level}`)
  return node
}
