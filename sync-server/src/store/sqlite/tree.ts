import { Frontier, type NodeAt, Prover, nodeInput } from '@hocba/shared/log'
import { sha256 } from '../../log/seal.ts'
import type { TreeHead } from '../port.ts'
import type { Sqlite, Statement } from './open.ts'

export const treeSchema = `
create table if not exists node (
  level integer not null, place integer not null, hash blob not null, primary key (level, place)
) strict, without rowid;
`

/** Nodes of every eighth level are kept; those between are hashed again when a proof asks for them, 256 at most. */
const stride = 8

/** Remembered of the nodes between. */
const most = 4_096

/** The Merkle tree over the log's rows, whose leaf hashes stand in the rows themselves. */
class Nodes {
  readonly #leafAt: Statement<[number], Buffer>
  readonly #kept: Statement<[number, number], Buffer>
  readonly #count: Statement<[], number>
  /** Of levels that are not kept: a complete node never changes. */
  readonly #between = new Map<string, Buffer>()

  constructor(db: Sqlite) {
    this.#leafAt = db.prepare<[number], Buffer>('select leaf from log where id = ?').pluck()
    this.#kept = db.prepare<[number, number], Buffer>('select hash from node where level = ? and place = ?').pluck()
    this.#count = db.prepare<[], number>('select ifnull(max(id), 0) from log').pluck()
  }

  get count(): number {
    return this.#count.get() ?? 0
  }

  readonly at: NodeAt = (level, place) => {
    if (level === 0) return present(this.#leafAt.get(place + 1), level, place)
    if (level % stride === 0) return present(this.#kept.get(level, place), level, place)
    const name = `${level} ${place}`
    const known = this.#between.get(name)
    if (known) return known
    const node = sha256(nodeInput(this.at(level - 1, place * 2), this.at(level - 1, place * 2 + 1)))
    if (this.#between.size >= most) this.#between.clear()
    this.#between.set(name, node)
    return node
  }
}

/** What is asked of the tree; always the tree of what is durable. */
export class LogTree {
  readonly #nodes: Nodes
  readonly #prover: Prover

  constructor(db: Sqlite) {
    this.#nodes = new Nodes(db)
    this.#prover = new Prover(this.#nodes.at, sha256)
  }

  head(): TreeHead {
    const size = this.#nodes.count
    return { size, root: this.root(size) }
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

/** The right edge, where the tree grows. */
export class TreeEdge {
  readonly #nodes: Nodes
  readonly #frontier: Frontier

  constructor(db: Sqlite) {
    this.#nodes = new Nodes(db)
    const keep = db.prepare('insert into node values (?, ?, ?)')
    this.#frontier = new Frontier(sha256, (level, place, node) => {
      if (level % stride === 0) keep.run(level, place, node)
    })
    this.resume()
  }

  get size(): number {
    return this.#frontier.size
  }

  /** As it stands in the database: at the start, and after a transaction that was rolled back. */
  resume(): void {
    this.#frontier.resume(this.#nodes.count, this.#nodes.at)
  }

  append(leaf: Uint8Array): void {
    this.#frontier.append(leaf)
  }
}

function present(node: Buffer | undefined, level: number, place: number): Buffer {
  if (!node) throw new Error(`the tree has no node ${place} on level ${level}`)
  return node
}
