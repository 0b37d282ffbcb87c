import type { Rect } from '@hocba/shared/pdf'

/** What an update needs to know of a file of profile hbs-pdf-1. */
export interface PdfFile {
  readonly bytes: Uint8Array
  /** Offset of the last cross-reference section. */
  readonly startxref: number
  /** Objects are numbered below this. */
  readonly size: number
  readonly root: string
  readonly info: string
  readonly id: string
  /** The signature field at a place in the form, which is the order of signing. */
  readonly field: (at: number) => FieldObject | undefined
}

export interface FieldObject {
  readonly number: number
  readonly name: string
  readonly rect: Rect
  /** The dictionary as it stands in the file. */
  readonly value: string
  readonly signed: boolean
}

/**
 * Reads the cross-reference chain and the signature fields of a file that this program wrote: only its own shapes are understood,
 * anything else throws. What is not asked for, pages and fonts, is not looked at.
 */
export function readPdf(bytes: Uint8Array): PdfFile {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const startxref = Number(
    required(/startxref\n(\d+)\n%%EOF\n$/.exec(textAt(file, Math.max(0, file.length - 64), file.length)), 'startxref')[1],
  )
  const sections = readSections(file, startxref)
  const trailer = sections[0]?.trailer ?? ''
  const object = (number: number): string => objectAt(file, sections, number)
  const form = object(numberIn(object(numberIn(trailer, reference.root)), reference.form))
  const numbers = required(/\/Fields \[([\d R]*)\]/.exec(form), 'fields')[1]?.match(/\d+(?= 0 R)/g) ?? []
  return {
    bytes,
    startxref,
    size: numberIn(trailer, /\/Size (\d+)/),
    root: `${numberIn(trailer, reference.root)} 0 R`,
    info: `${numberIn(trailer, reference.info)} 0 R`,
    id: required(/\/ID (\[<[0-9A-F]+> <[0-9A-F]+>\])/.exec(trailer), 'id')[1] ?? '',
    field(at) {
      const number = numbers[at]
      return number === undefined ? undefined : readField(Number(number), object(Number(number)))
    },
  }
}

const reference = { root: /\/Root (\d+) 0 R/, info: /\/Info (\d+) 0 R/, form: /\/AcroForm (\d+) 0 R/ }

function required(match: RegExpExecArray | null, what: string): RegExpExecArray {
  if (match === null) throw new TypeError(`not a file of profile hbs-pdf-1: ${what}`)
  return match
}

const numberIn = (dictionary: string, pattern: RegExp): number => Number(required(pattern.exec(dictionary), pattern.source)[1])

const textAt = (file: Buffer, start: number, end: number): string => file.toString('latin1', start, end)

/** Where what is looked for ends. */
function endOf(file: Buffer, text: string, from: number): number {
  const at = file.indexOf(text, from, 'latin1')
  if (at < 0) throw new TypeError(`not a file of profile hbs-pdf-1: ${text.trim()}`)
  return at + text.length
}

interface Section {
  readonly runs: readonly Run[]
  readonly trailer: string
}

/** Consecutive objects of a cross-reference section. */
interface Run {
  readonly first: number
  readonly count: number
  /** Their entries. */
  readonly text: string
}

/** Newest first, so that an older section does not answer for an object that was replaced. */
function readSections(file: Buffer, start: number): readonly Section[] {
  const sections: Section[] = []
  for (let at: number | undefined = start; at !== undefined;) {
    const text = textAt(file, at, endOf(file, 'startxref\n', at))
    const [, entries = '', trailer = ''] = required(/^xref\n([\d nf\n]*)trailer\n<< (.*) >>\nstartxref\n$/.exec(text), 'xref')
    sections.push({ runs: readRuns(entries), trailer })
    const previous: string | undefined = /\/Prev (\d+)/.exec(trailer)?.[1]
    if (previous !== undefined && Number(previous) >= at) throw new TypeError('not a file of profile hbs-pdf-1: order of revisions')
    at = previous === undefined ? undefined : Number(previous)
  }
  return sections
}

const entryLength = 20

function readRuns(entries: string): readonly Run[] {
  const runs: Run[] = []
  for (let at = 0; at < entries.length;) {
    const line = entries.indexOf('\n', at)
    if (line < 0) throw new TypeError('not a file of profile hbs-pdf-1: xref')
    const [first = 0, count = 0] = entries.slice(at, line).split(' ').map(Number)
    at = line + 1 + count * entryLength
    runs.push({ first, count, text: entries.slice(line + 1, at) })
  }
  return runs
}

function objectAt(file: Buffer, sections: readonly Section[], number: number): string {
  const offset = offsetOf(sections, number)
  const head = `${number} 0 obj\n`
  const start = offset + head.length
  if (textAt(file, offset, start) !== head) throw new TypeError(`not a file of profile hbs-pdf-1: object ${number}`)
  const tail = '\nendobj\n'
  return textAt(file, start, endOf(file, tail, start) - tail.length)
}

function offsetOf(sections: readonly Section[], number: number): number {
  for (const { runs } of sections) {
    const run = runs.find(({ first, count }) => number >= first && number < first + count)
    if (run !== undefined) return Number(run.text.slice((number - run.first) * entryLength).slice(0, 10))
  }
  return Number.NaN
}

function readField(number: number, value: string): FieldObject {
  const name = required(/\/T \((CKS_[a-z]+(?:_\d+)?)\)/.exec(value), 'field')[1] ?? ''
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = (required(/\/Rect \[([\d. -]+)\]/.exec(value), 'rect')[1] ?? '').split(' ').map(Number)
  return { number, name, rect: [x0, y0, x1, y1], value, signed: value.includes(' /V ') }
}
