import { oneCharacterEach } from '../bytes.ts'
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

const tail = /startxref\n(\d{1,10})\n%%EOF\n$/
const trailerKeys = ['Size', 'Root', 'Info', 'ID', 'Prev']

export const revisionLimit = 65

/**
 * The revisions of a file, oldest first. Classic cross-reference sections only, and the listed objects must tile each revision
 * from its first byte to its cross-reference section: nothing hides between objects.
 */
export function readRevisions(bytes: Uint8Array): readonly Revision[] {
  const begin = headerEnd(bytes)
  const last = tail.exec(oneCharacterEach(bytes.subarray(-64)))?.[1]
  if (begin === undefined) throw new PdfRefusal('header')
  if (last === undefined) throw new PdfRefusal('end of file')
  const sections = readSections(bytes, Number(last))
  return sections.map((section, index) => {
    const start = sections[index - 1]?.end ?? begin
    return { trailer: section.trailer, xref: section.at, end: section.end, objects: readObjects(bytes, section, start) }
  })
}

/** The comment after the header marks the file as binary (ISO 32000-1 section 7.5.2): four or more bytes, none of them ASCII. */
function headerEnd(bytes: Uint8Array): number | undefined {
  const version = 9
  if (!/^%PDF-1\.[4-7]\n$/.test(oneCharacterEach(bytes.subarray(0, version)))) return undefined
  if (bytes[version] !== 0x25) return version
  let at = version + 1
  while ((bytes[at] ?? 0) >= 0x80) at += 1
  return at > version + 4 && bytes[at] === 0x0a ? at + 1 : version
}

interface Section extends Omit<Revision, 'objects' | 'xref'> {
  readonly at: number
  readonly offsets: ReadonlyMap<number, number>
}

function readSections(bytes: Uint8Array, last: number): readonly Section[] {
  const sections: Section[] = []
  for (let at: number | undefined = last; at !== undefined;) {
    const section: Section = readSection(bytes, at)
    const newer = sections[0]
    if (sections.length === 0 ? section.end !== bytes.length : section.end > (newer?.at ?? 0)) throw new PdfRefusal('order of revisions')
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

function readSection(bytes: Uint8Array, at: number): Section {
  const reader = new PdfReader(bytes, at)
  reader.expect('xref\n')
  const offsets = readEntries(reader)
  reader.expect('trailer\n')
  const trailer = dictionary(reader.value(), 'trailer')
  if ([...trailer.entries.keys()].some((key) => !trailerKeys.includes(key))) throw new PdfRefusal('trailer key')
  reader.expect(`\nstartxref\n${at}\n%%EOF\n`)
  return { at, offsets, trailer, end: reader.position }
}

const heading = /^(\d{1,7}) (\d{1,7})\n/
const entryLine = /^(\d{10}) (\d{5}) ([nf])(?: \n|\r\n)$/

function readEntries(reader: PdfReader): ReadonlyMap<number, number> {
  const offsets = new Map<number, number>()
  while (!reader.startsWith('trailer')) {
    const match = heading.exec(reader.ahead(16))
    if (!match) throw new PdfRefusal('xref')
    reader.skip(match[0].length)
    for (let index = 0; index < Number(match[2]); index += 1) {
      const number = Number(match[1]) + index
      const entry = entryLine.exec(reader.ahead(20))
      const free = number === 0 && entry?.[3] === 'f'
      if (!entry || offsets.has(number) || (!free && (entry[3] !== 'n' || entry[2] !== '00000'))) throw new PdfRefusal('xref entry')
      if (free && entry[0].slice(0, 16) !== '0000000000 65535') throw new PdfRefusal('xref entry')
      if (!free) offsets.set(number, Number(entry[1]))
      reader.skip(20)
    }
  }
  return offsets
}

function readObjects(bytes: Uint8Array, { offsets, at }: Section, start: number): ReadonlyMap<number, PdfObject> {
  const reader = new PdfReader(bytes, start)
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
