/** A generator of numbers in [0, 1) that gives the same sequence for the same seed on every machine. */
export interface Random {
  next(): number
  /** An integer from 0 to `count - 1`. */
  below(count: number): number
  pick<T>(items: readonly [T, ...T[]]): T
  /** Roughly normal, from the sum of three uniform numbers: mean 0, standard deviation `spread`, never beyond three spreads. */
  normal(spread: number): number
}

/** Each subject of the demo school draws from a stream of its own name, so that a change in one leaves the others as they were. */
export function randomOf(name: string): Random {
  let state = hashOf(name)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (count: number): number => Math.floor(next() * count)
  return {
    next,
    below,
    pick: ([first, ...rest]) => rest[below(rest.length + 1) - 1] ?? first,
    normal: (spread) => (next() + next() + next() - 1.5) * 2 * spread,
  }
}

/** FNV-1a over UTF-16 code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash
}
