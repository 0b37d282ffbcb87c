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
  readonly fields: readonly FieldObject[]
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
 * anything else throws. `known` octets at the start, in which nothing is looked for, are passed over.
 */
export function readPdf(bytes: Uint8Array, known = 0): PdfFile {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', known)
  const startxref = Number(required(/startxref\n(\d+)\n%%EOF\n$/.exec(text.slice(-64)), 'startxref')[1])
  const trailer = required(/trailer\n<< (.*) >>\n/.exec(text.slice(startxref - known)), 'trailer')[1] ?? ''
  const runs = readXref(text, startxref, known)
  const object = (number: number): string => objectAt(text, runs, known, number)
  const form = object(referenceIn(object(referenceIn(trailer, 'Root')), 'AcroForm'))
  const numbers = required(/\/Fields \[([\d R]*)\]/.exec(form), 'fields')[1] ?? ''
  return {
    bytes,
    startxref,
    size: Number(required(/\/Size (\d+)/.exec(trailer), 'size')[1]),
    root: `${referenceIn(trailer, 'Root')} 0 R`,
    info: `${referenceIn(trailer, 'Info')} 0 R`,
    id: required(/\/ID (\[<[0-9A-F]+> <[0-9A-F]+>\])/.exec(trailer), 'id')[1] ?? '',
    fields: [...numbers.matchAll(/(\d+) 0 R/g)].map((match) => readField(Number(match[1]), object(Number(match[1])))),
  }
}

function required(match: RegExpExecArray | null, what: string): RegExpExecArray {
  if (match === null) throw new TypeError(`not a file of profile hbs-pdf-1: ${what}`)
  return match
}

const referenceIn = (dictionary: string, key: string): number => Number(required(new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary), key)[1])

/** A run of consecutive objects in a cross-reference section. */
interface Run {
  readonly first: number
  readonly count: number
  /** Where its entries begin. */
  readonly at: number
}

/** Newest first, so that an older section does not answer for an object that was replaced. Positions count from where `known` ends. */
function readXref(text: string, start: number, known: number): readonly Run[] {
  const runs: Run[] = []
  let at: number | undefined = start - known
  while (at !== undefined) {
    const end = text.indexOf('trailer\n', at)
    if (!text.startsWith('xref\n', at) || end < 0) throw new TypeError('not a file of profile hbs-pdf-1: xref')
    readSection(text, at + 5, end, runs)
    const previous: RegExpExecArray | null = /\/Prev (\d+)/.exec(text.slice(end, text.indexOf('startxref', end)))
    const next = previous === null ? undefined : Number(previous[1]) - known
    if (next !== undefined && next >= at) throw new TypeError('not a file of profile hbs-pdf-1: order of revisions')
    at = next
  }
  return runs
}

const entryLength = 20

function readSection(text: string, start: number, end: number, runs: Run[]): void {
  for (let line = start; line < end;) {
    const at = text.indexOf('\n', line) + 1
    const [first = 0, count = 0] = text.slice(line, at).split(' ').map(Number)
    runs.push({ first, count, at })
    line = at + count * entryLength
  }
}

function objectAt(text: string, runs: readonly Run[], known: number, number: number): string {
  const run = runs.find(({ first, count }) => number >= first && number < first + count)
  const entry = run === undefined ? -1 : run.at + (number - run.first) * entryLength
  const offset = Number(text.slice(entry, entry + 10)) - known
  const head = `${number} 0 obj\n`
  if (run === undefined || !text.startsWith(head, offset)) throw new TypeError(`not a file of profile hbs-pdf-1: object ${number}`)
  return text.slice(offset + head.length, text.indexOf('\nendobj\n', offset))
}

function readField(number: number, value: string): FieldObject {
  const name = required(/\/T \((CKS_[a-z]+(?:_\d+)?)\)/.exec(value), 'field')[1] ?? ''
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = (required(/\/Rect \[([\d. -]+)\]/.exec(value), 'rect')[1] ?? '').split(' ').map(Number)
  return { number, name, rect: [x0, y0, x1, y1], value, signed: value.includes(' /V ') }
}
