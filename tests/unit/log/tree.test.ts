import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, toHex } from '@hocba/shared/core'
import { Frontier, type NodeAt, Prover, isGrown, isIncluded, leafInput, nodeInput } from '@hocba/shared/log'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const leafOf = (entry: Uint8Array): Uint8Array => sha256(leafInput(entry))

/** The published vectors of the Certificate Transparency reference implementation: entries, and the root after each. */
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(fromHex)
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

/** The tree's definition, RFC 6962 section 2.1, and nothing clever. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves
  if (!first) return sha256(new Uint8Array())
  if (leaves.length === 1) return first
  let middle = 1
  while (middle * 2 < leaves.length) middle *= 2
  return sha256(nodeInput(rootOf(leaves.slice(0, middle)), rootOf(leaves.slice(middle))))
}

const nodesOf =
  (leaves: readonly Uint8Array[]): NodeAt =>
  (level, place) =>
    rootOf(leaves.slice(place * 2 ** level, (place + 1) * 2 ** level))

const grown = (leaves: readonly Uint8Array[]): Frontier => {
  const frontier = new Frontier(sha256)
  for (const leaf of leaves) frontier.append(leaf)
  return frontier
}

const leavesUpTo = (most: number): fc.Arbitrary<readonly Uint8Array[]> =>
  fc.integer({ min: 1, max: most }).map((count) => Array.from({ length: count }, (_, at) => leafOf(Uint8Array.of(at & 0xff, at >> 8))))

describe('the tree of the log', () => {
  test('TREE-1 the published roots', () => {
    const leaves = entries.map(leafOf)
    expect(leaves.map((_, at) => toHex(grown(leaves.slice(0, at + 1)).root()))).toEqual(roots)
    expect(toHex(grown([]).root())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  test('TREE-2 the published proofs', () => {
    const prover = new Prover(nodesOf(entries.map(leafOf)), sha256)
    expect(prover.inclusion(5, 8).map(toHex)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(prover.consistency(6, 8).map(toHex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
  })

  test('TREE-3 grown leaf by leaf, or resumed anywhere, the root is that of the definition', () => {
    fc.assert(
      fc.property(leavesUpTo(300), fc.nat(), (leaves, cut) => {
        const at = cut % leaves.length
        const resumed = new Frontier(sha256)
        resumed.resume(at, nodesOf(leaves))
        for (const leaf of leaves.slice(at)) resumed.append(leaf)
        expect(toHex(resumed.root())).toBe(toHex(rootOf(leaves)))
        expect(toHex(grown(leaves).root())).toBe(toHex(rootOf(leaves)))
      }),
      { numRuns: 60, seed: 6962 },
    )
  })

  test('TREE-4 every inclusion proof holds for its leaf and for no other place, leaf or path', async () => {
    await fc.assert(
      fc.asyncProperty(leavesUpTo(130), fc.nat(), async (leaves, pick) => {
        const [size, index] = [leaves.length, pick % leaves.length]
        const leaf = leaves[index] ?? new Uint8Array()
        const proof = { index, size, leaf, path: new Prover(nodesOf(leaves), sha256).inclusion(index, size) }
        const root = rootOf(leaves)
        expect(await isIncluded(proof, root, sha256)).toBe(true)
        expect(await isIncluded({ ...proof, leaf: leafOf(Uint8Array.of(1, 2, 3)) }, root, sha256)).toBe(false)
        expect(await isIncluded({ ...proof, path: [...proof.path, root] }, root, sha256)).toBe(false)
        expect(await isIncluded({ ...proof, index: size }, root, sha256)).toBe(false)
        if (proof.path.length > 0) expect(await isIncluded({ ...proof, path: proof.path.slice(1) }, root, sha256)).toBe(false)
      }),
      { numRuns: 100, seed: 6962 },
    )
  })

  test('TREE-5 every consistency proof holds for the two trees it joins, and for no rewritten one', async () => {
    await fc.assert(
      fc.asyncProperty(leavesUpTo(130), fc.nat(), fc.nat(), async (leaves, pick, change) => {
        const size = 1 + (pick % leaves.length)
        const [first, second] = [leaves.slice(0, size), leaves]
        const path = new Prover(nodesOf(second), sha256).consistency(size, second.length)
        const old = { size, root: rootOf(first) }
        expect(await isGrown(old, { size: second.length, root: rootOf(second) }, path, sha256)).toBe(true)
        const rewritten = second.map((leaf, at) => (at === change % size ? leafOf(Uint8Array.of(9, 9, 9)) : leaf))
        const forged = new Prover(nodesOf(rewritten), sha256).consistency(size, rewritten.length)
        expect(await isGrown(old, { size: rewritten.length, root: rootOf(rewritten) }, forged, sha256)).toBe(false)
        expect(await isGrown({ size: second.length + 1, root: old.root }, { size: second.length, root: rootOf(second) }, [], sha256)).toBe(
          false,
        )
      }),
      { numRuns: 100, seed: 6962 },
    )
  })
})
