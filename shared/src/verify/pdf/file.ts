import { PdfReader } from './reader.ts'
import { type PdfDictionary, PdfRefusal, type PdfValue, type Span, dictionary, isSame } from './value.ts'

export interface PdfObject {
  readonly value: PdfValue
  /** The raw bytes of a stream. */
  readonly stream?: Span
}

/** What one save wrote: the file up to here is a whole PDF of its own. */
export interface Revision {
  readonly objects: ReadonlyMap<number, PdfObject>
  readonly trailer: PdfDictionary
  /** Offset of its cross-reference section. */
  readonly xref: number
  /** Offset after its %%EOF and line end. */
  readonly end: number
}

/** The comment after the header marks the file as binary (ISO 32000-1 section 7.5.2): four or more bytes, none of them ASCII. */
const header = /^%PDF-1\.[4-7]\n(?:%[\u0080-\uffff]{4,}\n)?/
const tail = /startxref\n(\d{1,10})\n%%EOF\n$/
const trailerKeys = ['Size', 'Root', 'Info', 'ID', 'Prev']

export const revisionLimit = 65

/**
 * The revisions of a file, oldest first. Classic cross-reference sections only, and the listed objects must tile each revision
 * from its first byte to its cross-reference section: nothing hides between objects.
 */
export function readRevisions(text: string): readonly Revision[] {
  const begin = header.exec(text)?.[0].length
  const last = tail.exec(text.slice(-64))?.[1]
  if (begin === undefined) throw new PdfRefusal('header')
  if (last === undefined) throw new PdfRefusal('end of file')
  const sections = readSections(text, Number(last))
  return sections.map((section, index) => {
    const start = sections[index - 1]?.end ?? begin
    return { trailer: section.trailer, xref: section.at, end: section.end, objects: readObjects(text, section, start) }
  })
}

interface Section extends Omit<Revision, 'objects' | 'xref'> {
  readonly at: number
  readonly offsets: ReadonlyMap<number, number>
}

function readSections(text: string, last: number): readonly Section[] {
  const sections: Section[] = []
  for (let at: number | undefined = last; at !== undefined;) {
    const section: Section = readSection(text, at)
    const newer = sections[0]
    if (sections.length === 0 ? section.end !== text.length : section.end > (newer?.at ?? 0)) throw new PdfRefusal('order of revisions')
    if (newer && !['Root', 'Info', 'ID'].every((key) => isSame(newer.trailer.entries.get(key), section.trailer.entries.get(key)))) {
      throw new PdfRefusal('trailer differs')
    }
    sections.unshift(section)
    if (sections.length > revisionLimit) throw new PdfRefusal('too many revisions')
    const previous: PdfValue | undefined = section.trailer.entries.get('Prev')
    if (previous !== undefined && (typeof previous !== 'number' || previous >= at)) throw new PdfRefusal('Prev')
    at = previous
  }
  return sections
}

function readSection(text: string, at: number): Section {
  const reader = new PdfReader(text, at)
  reader.expect('xref\n')
  const offsets = readEntries(text, reader)
  reader.expect('trailer\n')
  const trailer = dictionary(reader.value(), 'trailer')
  if ([...trailer.entries.keys()].some((key) => !trailerKeys.includes(key))) throw new PdfRefusal('trailer key')
  reader.expect(`\nstartxref\n${at}\n%%EOF\n`)
  return { at, offsets, trailer, end: reader.position }
}

const heading = /(\d{1,7}) (\d{1,7})\n/y
const entryLine = /^(\d{10}) (\d{5}) ([nf])(?: \n|\r\n)$/

function readEntries(text: string, reader: PdfReader): ReadonlyMap<number, number> {
  const offsets = new Map<number, number>()
  while (!reader.startsWith('trailer')) {
    heading.lastIndex = reader.position
    const match = heading.exec(text)
    if (!match) throw new PdfRefusal('xref')
    reader.skip(match[0].length)
    for (let index = 0; index < Number(match[2]); index += 1) {
      const number = Number(match[1]) + index
      const entry = entryLine.exec(text.slice(reader.position, reader.position + 20))
      const free = number === 0 && entry?.[3] === 'f'
      if (!entry || offsets.has(number) || (!free && (entry[3] !== 'n' || entry[2] !== '00000'))) throw new PdfRefusal('xref entry')
      if (free && entry[0].slice(0, 16) !== '0000000000 65535') throw new PdfRefusal('xref entry')
      if (!free) offsets.set(number, Number(entry[1]))
      reader.skip(20)
    }
  }
  return offsets
}

function readObjects(text: string, { offsets, at }: Section, start: number): ReadonlyMap<number, PdfObject> {
  const reader = new PdfReader(text, start)
  const objects = new Map<number, PdfObject>()
  for (const [number, offset] of [...offsets].toSorted(([, a], [, b]) => a - b)) {
    if (offset !== reader.position) throw new PdfRefusal(`object ${number} is not where the one before ends`)
    objects.set(number, readObject(reader, number))
  }
  if (reader.position !== at) throw new PdfRefusal('bytes outside every object')
  return objects
}

function readObject(reader: PdfReader, number: number): PdfObject {
  reader.expect(`${number} 0 obj\n`)
  const value = reader.value()
  reader.expect('\n')
  if (!reader.startsWith('stream')) {
    reader.expect('endobj\n')
    return { value }
  }
  const length = dictionary(value, 'stream').entries.get('Length')
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) throw new PdfRefusal('stream length')
  reader.expect('stream\n')
  const start = reader.position
  reader.skip(length)
  reader.expect('\nendstream\nendobj\n')
  return { value, stream: { start, end: start + length } }
}
