import type { Doc } from 'yjs'
import { knownClock } from '../store.ts'
import type { Cursor } from './cursor.ts'
import { Deviation } from './deviation.ts'
import { type Allowance, limits } from './limits.ts'

/** The clock units of one struct. */
export interface Span {
  readonly client: number
  readonly clock: number
  readonly length: number
}

/** Reads one struct of a document's kind and judges its form. */
export type ReadSpan<S extends Span> = (cursor: Cursor, doc: Doc, client: number, clock: number, allowance: Allowance) => S

/** The consecutive structs of one client in an update. */
export interface Section<S extends Span> {
  readonly client: number
  readonly start: number
  /** First clock after the section. */
  readonly end: number
  /** The client's next clock in the document: below it the structs only repeat what is known. */
  readonly known: number
  readonly structs: readonly S[]
  /** How far its structs have been resolved, as index and as clock: an origin at or above the clock has to wait. */
  resolved: number
  frontier: number
}

export type Sections<S extends Span> = ReadonlyMap<number, Section<S>>

const clientIds = 2 ** 32

/** Reads the client sections; who may write under these ids is judged later (GATE-2). */
export function readSections<S extends Span>(cursor: Cursor, doc: Doc, allowance: Allowance, readStruct: ReadSpan<S>): Sections<S> {
  const count = cursor.varUint()
  if (count > limits.sections) throw new Deviation('limit', 'too many client sections')
  const sections = new Map<number, Section<S>>()
  for (let index = 0; index < count; index += 1) {
    const section = readSection(cursor, doc, allowance, readStruct)
    if (sections.has(section.client)) throw new Deviation('update.shape', 'two sections of one client')
    sections.set(section.client, section)
  }
  return sections
}

function readSection<S extends Span>(cursor: Cursor, doc: Doc, allowance: Allowance, readStruct: ReadSpan<S>): Section<S> {
  const from = cursor.position
  const count = cursor.varUint()
  if (count === 0) throw new Deviation('update.shape', 'an empty section')
  allowance.structs(count)
  const client = cursor.varUint()
  if (client >= clientIds) throw new Deviation('update.shape', 'a client id above 32 bits')
  const start = cursor.varUint()
  const known = knownClock(doc, client)
  if (start > known) throw new Deviation('update.gap', 'earlier writes of this client are missing')
  const structs: S[] = []
  let clock = start
  for (let index = 0; index < count; index += 1) {
    const struct = readStruct(cursor, doc, client, clock, allowance)
    if (cursor.position - from > allowance.bounds.sectionBytes) throw new Deviation('limit', 'section too large')
    structs.push(struct)
    clock += struct.length
  }
  return { client, start, end: clock, known, structs, resolved: 0, frontier: start }
}

/** The struct of a section that holds this clock. */
export const structAt = <S extends Span>(section: Section<S>, clock: number): S | undefined => section.structs[indexAt(section, clock)]

/** Where that struct stands; -1 when there is none. */
export function indexAt<S extends Span>(section: Section<S>, clock: number): number {
  let low = 0
  let high = section.structs.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const struct = section.structs[middle]
    if (struct === undefined) return -1
    if (clock < struct.clock) high = middle - 1
    else if (clock >= struct.clock + struct.length) low = middle + 1
    else return middle
  }
  return -1
}
