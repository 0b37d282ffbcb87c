import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { canonicalJson } from '@hocba/shared/core'
import type { Line, LineType } from '@hocba/shared/audit'
import { Frontier, checkpointText, leafInput, signedNote } from '@hocba/shared/log'

type Loose<T> = T extends readonly (infer Part)[] ? Loose<Part>[] : T extends object ? { -readonly [K in keyof T]: Loose<T[K]> } : T

/** A line that may be changed. */
export type LooseLine<T extends LineType = LineType> = T extends LineType ? Loose<Line<T>> : never

export const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()

/** A log key of the test's own. */
export class LogKey {
  readonly #pair = generateKeyPairSync('ed25519')
  readonly name: string
  readonly keyHash: string
  readonly vkey: string

  constructor(name: string) {
    const typed = Buffer.concat([Uint8Array.of(1), this.#pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)])
    this.name = name
    this.keyHash = sha256(Buffer.concat([Buffer.from(`${name}\n`), typed]))
      .toString('hex')
      .slice(0, 8)
    this.vkey = `${name}+${this.keyHash}+${typed.toString('base64')}\n`
  }

  note(origin: string, size: number, root: Uint8Array): string {
    return this.signed(checkpointText({ origin, size, root: new Uint8Array(root) }))
  }

  /** Any text under a signature of this key. */
  signed(text: string): string {
    return signedNote(text, this, sign(null, Buffer.from(text), this.#pair.privateKey))
  }
}

/** An export as objects, to be changed by somebody who has the database: everything but the school's key. */
export class Forge {
  lines: LooseLine[]

  constructor(lines: readonly LooseLine[]) {
    this.lines = structuredClone([...lines])
  }

  static read(bytes: Buffer): Forge {
    const texts = bytes.toString('utf8').split('\n').slice(0, -1)
    return new Forge(texts.map((text) => JSON.parse(text.slice(0, -65)) as LooseLine))
  }

  of<T extends LineType>(type: T): LooseLine<T>[] {
    return this.lines.filter((line): line is LooseLine<T> => line.type === type)
  }

  get head(): LooseLine<'head'> {
    const [head] = this.of('head')
    if (!head) throw new Error('no head')
    return head
  }

  /** With hashes that fit. */
  bytes(): Buffer {
    let before: Buffer = Buffer.alloc(32)
    const texts = this.lines.map((line) => {
      const text = canonicalJson(line)
      before = sha256(Buffer.concat([before, Buffer.from(text)]))
      return `${text} ${before.toString('hex')}\n`
    })
    return Buffer.from(texts.join(''))
  }

  /** The last line counts again. */
  recount(): this {
    for (const end of this.of('end')) end.lines = this.lines.indexOf(end)
    return this
  }

  /** New commitments, leaves, order and root over whatever the entries now say. */
  reseal(): this {
    const tips = new Map<string, { seq: number; leaf: string }>()
    const tree = new Frontier(sha256)
    for (const [index, entry] of this.of('entry').entries()) {
      entry.index = index
      commit(entry)
      const { place } = entry.leaf
      const tip = place ? tips.get(place.grid) : undefined
      if (place) Object.assign(place, { seq: (tip?.seq ?? 0) + 1, prev: tip?.leaf ?? null })
      const hash = leafHash(entry)
      if (place) tips.set(place.grid, { seq: place.seq, leaf: hash.toString('hex') })
      tree.append(hash)
    }
    const event = this.of('entry').findLast(({ leaf }) => leaf.kind === 'export' && leaf.at === this.head.exportedAt)?.index ?? 0
    Object.assign(this.head, { size: tree.size, root: Buffer.from(tree.root()).toString('base64'), event })
    return this
  }

  rootAt(size: number): Uint8Array {
    const tree = new Frontier(sha256)
    for (const entry of this.of('entry').slice(0, size)) tree.append(leafHash(entry))
    return tree.root()
  }

  note(key: LogKey, size: number, origin = this.head.origin): string {
    return key.note(origin, size, this.rootAt(size))
  }

  /** Checkpoints of these sizes instead of those that are there. */
  checkpoints(key: LogKey, ...sizes: readonly number[]): this {
    const notes = sizes.map((size): LooseLine => ({ type: 'checkpoint', note: this.note(key, size) }))
    this.lines = this.lines.filter((line) => line.type !== 'checkpoint')
    const from = this.lines.findIndex((line) => line.type === 'entry')
    this.lines.splice(from, 0, ...notes)
    return this.recount()
  }
}

const leafHash = ({ leaf }: LooseLine<'entry'>): Buffer => sha256(leafInput(Buffer.from(canonicalJson(leaf))))

function commit({ leaf, changes, salts, update, erased }: LooseLine<'entry'>): void {
  if (erased) return
  const over = (salt: string | undefined, value: string | Buffer): string =>
    createHmac('sha256', Buffer.from(salt ?? '', 'hex'))
      .update(value)
      .digest('hex')
  leaf.changes = changes.map((change, at) => over(salts[at], canonicalJson(change)))
  leaf.update = update === null ? null : over(salts[changes.length], Buffer.from(update, 'base64'))
}
