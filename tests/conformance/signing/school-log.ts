import { createHash } from 'node:crypto'
import { Fault, toHex } from '@hocba/shared/core'
import { type NodeAt, type Place, Prover, leafInput, leafText, nodeInput } from '@hocba/shared/log'
import type { Snapshot } from '@hocba/shared/snapshot'
import type { AgentLogHead, AgentProof } from '@hocba/shared/wire'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/** The school's log in memory: one entry a digest. A test rewrites or shortens it as its keeper might. */
export class SchoolLog {
  #digests: string[] = []
  readonly #places = new Map<string, Place>()
  /** Checkpoints that the agent handed in, and those it showed because the log does not continue them. */
  readonly kept: string[] = []
  readonly shown: string[] = []

  make(digest: string, snapshot?: Snapshot): void {
    if (!this.#digests.includes(digest)) this.#digests.push(digest)
    if (snapshot?.format === 'hocba-grid-1') this.#places.set(digest, placeOf(snapshot))
  }

  rewrite(change: (digests: readonly string[]) => string[]): void {
    this.#digests = change(this.#digests)
  }

  head(from: number): AgentLogHead {
    const size = this.#digests.length
    const prover = this.#prover()
    const proof = from > size ? [] : prover.consistency(from, size).map(toHex)
    return { size, root: toHex(prover.root(size)), proof, lines: 1, due: false }
  }

  proof(digest: string, size: number): AgentProof {
    const index = this.#digests.indexOf(digest)
    if (index < 0 || index >= size) throw new Fault('log.range')
    return { index, size, leaf: this.#leafOf(digest), path: this.#prover().inclusion(index, size).map(toHex) }
  }

  #leafOf(digest: string): string {
    return leafOf(digest, this.#places.get(digest) ?? null)
  }

  #prover(): Prover {
    const leaves = this.#digests.map((digest) => sha256(leafInput(Buffer.from(this.#leafOf(digest)))))
    const nodeAt: NodeAt = (level, place) =>
      level === 0 ? (leaves[place] ?? new Uint8Array()) : sha256(nodeInput(nodeAt(level - 1, place * 2), nodeAt(level - 1, place * 2 + 1)))
    return new Prover(nodeAt, sha256)
  }
}

const placeOf = ({ grid, seq, epoch }: { readonly grid: string; readonly seq: number; readonly epoch: number }): Place => ({
  grid,
  seq,
  epoch,
  document: 'cells',
  prev: null,
  clients: [],
})

const leafOf = (digest: string, place: Place | null): string =>
  leafText({
    v: 1,
    kind: 'freeze',
    at: '2026-06-01T08:00:00.000+07:00',
    actor: 'a',
    session: 's',
    cause: null,
    changes: [],
    update: null,
    digest,
    place,
  })
