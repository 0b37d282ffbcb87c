import { createHash } from 'node:crypto'
import { Fault, toHex } from '@hocba/shared/core'
import { type NodeAt, Prover, leafInput, leafText, nodeInput } from '@hocba/shared/log'
import type { AgentLogHead, AgentProof } from '@hocba/shared/wire'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/** The school's log in memory: one entry a digest. A test rewrites or shortens it as its keeper might. */
export class SchoolLog {
  #digests: string[] = []
  /** Checkpoints that the agent handed in, and those it showed because the log does not continue them. */
  readonly kept: string[] = []
  readonly shown: string[] = []

  make(digest: string): void {
    if (!this.#digests.includes(digest)) this.#digests.push(digest)
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
    return { index, size, leaf: leafOf(digest), path: this.#prover().inclusion(index, size).map(toHex) }
  }

  #prover(): Prover {
    const leaves = this.#digests.map((digest) => sha256(leafInput(Buffer.from(leafOf(digest)))))
    const nodeAt: NodeAt = (level, place) =>
      level === 0 ? (leaves[place] ?? new Uint8Array()) : sha256(nodeInput(nodeAt(level - 1, place * 2), nodeAt(level - 1, place * 2 + 1)))
    return new Prover(nodeAt, sha256)
  }
}

const leafOf = (digest: string): string =>
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
    place: null,
  })
