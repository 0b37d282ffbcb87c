import { ContentDeleted, ContentType, type Doc, type GC, Item } from 'yjs'
import { remarkRoot } from '../../layout.ts'
import { Deviation } from '../deviation.ts'
import type { Allowance } from '../limits.ts'
import { Holder, type Level, type YType } from './holder.ts'
import type { Place, RemarkStruct } from './struct.ts'

const innerLevel: Readonly<Record<Level, Level | undefined>> = { remark: 'paragraph', paragraph: 'line', line: undefined }

/** The holders that one update meets. */
export class Holders {
  readonly #doc: Doc
  readonly #students: ReadonlySet<string>
  readonly #allowance: Allowance
  readonly #roots = new Map<string, Holder>()
  readonly #byType = new Map<YType, Holder>()
  readonly #made = new Map<RemarkStruct, Place>()

  /** `students`: those who may have a remark in this document. */
  constructor(doc: Doc, students: ReadonlySet<string>, allowance: Allowance) {
    this.#doc = doc
    this.#students = students
    this.#allowance = allowance
  }

  /** The remark that a root of this name is (REMARK-4). */
  root(name: string): Holder {
    const student = name.slice(remarkRoot('').length)
    if (name !== remarkRoot(student)) throw new Deviation('update.shape', 'another root')
    if (!this.#students.has(student)) throw new Deviation('cell.unknown', 'no such student', [student])
    const holder = this.#roots.get(student) ?? this.#make(student, 'remark', this.#doc.share.get(name))
    this.#roots.set(student, holder)
    return holder
  }

  /** Where a known struct lies. */
  around(struct: Item | GC): Place {
    return struct instanceof Item && typeof struct.parent === 'object' && struct.parent !== null && '_start' in struct.parent
      ? this.#of(struct.parent)
      : 'nowhere'
  }

  /** What a known struct holds. */
  inside(struct: Item | GC): Place {
    if (!(struct instanceof Item) || struct.content instanceof ContentDeleted) return 'nowhere'
    if (!(struct.content instanceof ContentType)) throw new Deviation('update.shape', 'a text that holds something')
    return this.#of(struct.content.type)
  }

  /** What a new struct with a place holds. */
  insideNew(struct: RemarkStruct): Place {
    const { place, content } = struct
    if (content.kind === 'text') throw new Deviation('update.shape', 'a text that holds something')
    if (place === undefined || place === 'nowhere' || content.kind === 'deleted' || content.kind === 'collected') return 'nowhere'
    const made = this.#made.get(struct) ?? this.#make(place.student, content.kind, undefined)
    this.#made.set(struct, made)
    return made
  }

  #of(type: YType): Holder {
    const known = this.#byType.get(type)
    if (known !== undefined) return known
    const holder = type._item === null ? this.root(this.#nameOf(type)) : this.#within(type, type._item)
    this.#byType.set(type, holder)
    return holder
  }

  #within(type: YType, item: Item): Holder {
    const outer = this.around(item)
    const level = outer === 'nowhere' ? undefined : innerLevel[outer.level]
    if (outer === 'nowhere' || level === undefined) throw new Deviation('update.shape', 'an origin that is in no remark')
    return this.#make(outer.student, level, type)
  }

  #nameOf(type: YType): string {
    for (const [name, root] of this.#doc.share) if (root === type) return name
    return ''
  }

  #make(student: string, level: Level, type: YType | undefined): Holder {
    return new Holder({ student, level, type }, (inner) => this.#of(inner), this.#allowance)
  }
}
