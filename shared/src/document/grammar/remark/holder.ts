import { ContentString, ContentType, type Doc, type Item } from 'yjs'
import type { Allowance } from '../limits.ts'
import { Strand, type Legible, type Run } from './strand.ts'

/** What a holder holds: a remark paragraphs, a paragraph lines (text nodes), a line characters. */
export type Level = 'remark' | 'paragraph' | 'line'

/** Any shared type of a document. */
export type YType = NonNullable<ReturnType<Doc['share']['get']>>

/** A list in a remark, known or new in the update. */
export class Holder implements Legible {
  readonly student: string
  readonly level: Level
  readonly #type: YType | undefined
  readonly #inside: (type: YType) => Holder
  readonly #allowance: Allowance
  #strand: Strand | undefined

  /** `type`: what Yjs knows of it; `undefined` for a new one. */
  constructor(
    place: { readonly student: string; readonly level: Level; readonly type: YType | undefined },
    inside: (type: YType) => Holder,
    allowance: Allowance,
  ) {
    this.student = place.student
    this.level = place.level
    this.#type = place.type
    this.#inside = inside
    this.#allowance = allowance
  }

  /** The list as the update changes it; made when it first does. */
  get strand(): Strand {
    this.#strand ??= new Strand(this.#knownRuns(), this.#allowance)
    return this.#strand
  }

  text(): string {
    const parts = this.#strand?.live() ?? this.#knownContents()
    return parts.map((part) => (typeof part === 'string' ? part : part.text())).join(this.level === 'remark' ? '\n' : '')
  }

  #knownRuns(): readonly Run[] {
    const runs: Run[] = []
    for (let item = this.#first(); item !== null; item = this.#after(item)) {
      const { client, clock } = item.id
      const { length, origin, rightOrigin, deleted } = item
      runs.push({ client, clock, length, origin, rightOrigin, deleted, content: deleted ? null : this.#contentOf(item) })
    }
    return runs
  }

  #knownContents(): readonly (string | Legible)[] {
    const contents: (string | Legible)[] = []
    for (let item = this.#first(); item !== null; item = this.#after(item)) {
      const content = item.deleted ? null : this.#contentOf(item)
      if (content !== null) contents.push(content)
    }
    return contents
  }

  #first(): Item | null {
    return this.#type?._start ?? null
  }

  #after(item: Item): Item | null {
    this.#allowance.items(1)
    return item.right
  }

  #contentOf({ content }: Item): string | Legible | null {
    if (content instanceof ContentString) return content.str
    return content instanceof ContentType ? this.#inside(content.type) : null
  }
}
