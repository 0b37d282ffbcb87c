import { sameBytes } from '../core/index.ts'

/** A Merkle tree over an append-only list, RFC 6962 section 2.1; the proofs are those of RFC 9162 section 2.1.3 and 2.1.4. */

/** SHA-256 of its bytes, 32 octets. */
export type Hash = (bytes: Uint8Array) => Uint8Array

/** The same where only WebCrypto is at hand. */
export type AnyHash = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>

/** The hash of the complete subtree with 2^level leaves whose first leaf is `place` × 2^level. */
export type NodeAt = (level: number, place: number) => Uint8Array

/** What is hashed for a leaf. The first octet keeps a leaf from passing for a node. */
export function leafInput(entry: Uint8Array): Uint8Array {
  const input = new Uint8Array(entry.length + 1)
  input.set(entry, 1)
  return input
}

/** What is hashed for a node over two others. */
export function nodeInput(left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(left.length + right.length + 1)
  input[0] = 1
  input.set(left, 1)
  input.set(right, left.length + 1)
  return input
}

/**
 * The right edge of a growing tree: the complete subtrees that stand side by side, largest first.
 * Enough to append and to name the root; `made` hears of every subtree that becomes complete.
 */
export class Frontier {
  readonly #hash: Hash
  readonly #made: (level: number, place: number, node: Uint8Array) => void
  #edge: { readonly level: number; readonly node: Uint8Array }[] = []
  #size = 0

  constructor(hash: Hash, made: (level: number, place: number, node: Uint8Array) => void = () => undefined) {
    this.#hash = hash
    this.#made = made
  }

  get size(): number {
    return this.#size
  }

  /** Takes up a tree of `size` leaves whose nodes are kept elsewhere. */
  resume(size: number, nodeAt: NodeAt): void {
    this.#size = size
    this.#edge = []
    let start = 0
    for (const level of levelsOf(size)) {
      this.#edge.push({ level, node: nodeAt(level, start / 2 ** level) })
      start += 2 ** level
    }
  }

  /** Appends a leaf hash; its index is the size before. */
  append(leaf: Uint8Array): void {
    let node = leaf
    let level = 0
    let place = this.#size
    for (let last = this.#edge.at(-1); last?.level === level; last = this.#edge.at(-1)) {
      this.#edge.pop()
      node = this.#hash(nodeInput(last.node, node))
      level += 1
      place = (place - 1) / 2
      this.#made(level, place, node)
    }
    this.#edge.push({ level, node })
    this.#size += 1
  }

  root(): Uint8Array {
    const last = this.#edge.at(-1)
    if (!last) return this.#hash(new Uint8Array())
    return this.#edge.slice(0, -1).reduceRight((right, { node }) => this.#hash(nodeInput(node, right)), last.node)
  }
}

/** The exponents of the powers of two that add up to `size`, largest first. */
function levelsOf(size: number): readonly number[] {
  const levels: number[] = []
  for (let left = size, level = 0; left > 0; left = Math.floor(left / 2), level += 1) if (left % 2 === 1) levels.unshift(level)
  return levels
}

/** Makes proofs from a tree whose nodes are kept. Indexes and sizes must lie within it. */
export class Prover {
  readonly #nodeAt: NodeAt
  readonly #hash: Hash

  constructor(nodeAt: NodeAt, hash: Hash) {
    this.#nodeAt = nodeAt
    this.#hash = hash
  }

  root(size: number): Uint8Array {
    return size === 0 ? this.#hash(new Uint8Array()) : this.#range(0, size)
  }

  /** Siblings from the leaf upwards, PATH(m, D[n]). */
  inclusion(index: number, size: number): readonly Uint8Array[] {
    return this.#path(index, 0, size)
  }

  /** PROOF(m, D[n]) */
  consistency(first: number, second: number): readonly Uint8Array[] {
    return first === 0 || first === second ? [] : this.#subproof(first, 0, second, true)
  }

  #path(index: number, start: number, end: number): readonly Uint8Array[] {
    if (end - start === 1) return []
    const middle = start + largestPowerBelow(end - start)
    return index < middle
      ? [...this.#path(index, start, middle), this.#range(middle, end)]
      : [...this.#path(index, middle, end), this.#range(start, middle)]
  }

  #subproof(first: number, start: number, end: number, isWhole: boolean): readonly Uint8Array[] {
    if (first === end) return isWhole ? [] : [this.#range(start, end)]
    const middle = start + largestPowerBelow(end - start)
    return first <= middle
      ? [...this.#subproof(first, start, middle, isWhole), this.#range(middle, end)]
      : [...this.#subproof(first, middle, end, false), this.#range(start, middle)]
  }

  #range(start: number, end: number): Uint8Array {
    const length = end - start
    const level = Math.log2(length)
    if (Number.isInteger(level)) return this.#nodeAt(level, start / length)
    const middle = start + largestPowerBelow(length)
    return this.#hash(nodeInput(this.#range(start, middle), this.#range(middle, end)))
  }
}

function largestPowerBelow(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

/** The root that a tree of `size` leaves has if `leaf` stands at `index`, or `undefined` where the path cannot fit. */
async function rootOver(
  index: number,
  size: number,
  leaf: Uint8Array,
  path: readonly Uint8Array[],
  hash: AnyHash,
): Promise<Uint8Array | undefined> {
  let place = index
  let last = size - 1
  let node = leaf
  for (const sibling of path) {
    if (last === 0) return undefined
    if (place % 2 === 1 || place === last) {
      node = await hash(nodeInput(sibling, node))
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)]
    } else node = await hash(nodeInput(node, sibling))
    ;[place, last] = [Math.floor(place / 2), Math.floor(last / 2)]
  }
  return last === 0 ? node : undefined
}

/** Whether the leaf with this hash stands at `index` of the tree (RFC 9162 section 2.1.3.2). */
export async function isIncluded(
  proof: { readonly index: number; readonly size: number; readonly leaf: Uint8Array; readonly path: readonly Uint8Array[] },
  root: Uint8Array,
  hash: AnyHash,
): Promise<boolean> {
  if (!isPlace(proof.index) || !isPlace(proof.size) || proof.index >= proof.size) return false
  const computed = await rootOver(proof.index, proof.size, proof.leaf, proof.path, hash)
  return computed !== undefined && sameBytes(computed, root)
}

export interface Head {
  readonly size: number
  readonly root: Uint8Array
}

/** Whether the second tree is the first one grown (RFC 9162 section 2.1.4.2). Everything is the empty tree grown. */
export async function isGrown(first: Head, second: Head, path: readonly Uint8Array[], hash: AnyHash): Promise<boolean> {
  if (!isPlace(first.size) || !isPlace(second.size) || first.size > second.size) return false
  if (first.size === second.size) return path.length === 0 && sameBytes(first.root, second.root)
  if (first.size === 0) return path.length === 0
  const isPower = Number.isInteger(Math.log2(first.size))
  const [start, ...rest] = isPower ? [first.root, ...path] : path
  if (!start) return false
  let place = first.size - 1
  let last = second.size - 1
  while (place % 2 === 1) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)]
  let [old, now] = [start, start]
  for (const node of rest) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      old = await hash(nodeInput(node, old))
      now = await hash(nodeInput(node, now))
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)]
    } else now = await hash(nodeInput(now, node))
    ;[place, last] = [Math.floor(place / 2), Math.floor(last / 2)]
  }
  return last === 0 && sameBytes(old, first.root) && sameBytes(now, second.root)
}

const isPlace = (value: number): boolean => Number.isSafeInteger(value) && value >= 0
