import type { Pen } from './pen.ts'

/** Objects of a PDF file one after another, and where each of them stands. */
export class Body {
  readonly pen: Pen
  readonly #entries: XrefEntry[]

  /** The objects follow what `pen` has written; `entries` is what of it belongs into the same cross-reference section. */
  constructor(pen: Pen, entries: readonly XrefEntry[] = []) {
    this.pen = pen
    this.#entries = [...entries]
  }

  get entries(): readonly XrefEntry[] {
    return this.#entries
  }

  /** `12 0 obj … endobj` with a dictionary or any other PDF text as its value. */
  object(number: number, value: string | ((pen: Pen) => void)): void {
    this.#entries.push({ number, offset: this.pen.length })
    this.pen.ascii(`${number} 0 obj\n`)
    if (typeof value === 'string') this.pen.ascii(value)
    else value(this.pen)
    this.pen.ascii('\nendobj\n')
  }

  /** A stream as it is; `entries` are further dictionary entries. To deflate what is used once costs more time than it saves room. */
  stream(number: number, entries: string, content: Uint8Array): void {
    const dictionary = `<< ${entries}${entries === '' ? '' : ' '}/Length ${content.length} >>`
    this.object(number, (pen) => pen.ascii(`${dictionary}\nstream\n`).octets(content).ascii('\nendstream'))
  }

  /** Cross-reference section and trailer; the whole file. */
  end(trailer: string): Uint8Array<ArrayBuffer> {
    const start = this.pen.length
    this.pen.ascii(xrefSection(this.#entries)).ascii(`trailer\n<< ${trailer} >>\nstartxref\n${start}\n%%EOF\n`)
    return this.pen.written
  }
}

export interface XrefEntry {
  readonly number: number
  readonly offset: number
}

/** A classic cross-reference section: runs of consecutive object numbers, entries of twenty bytes. */
function xrefSection(entries: readonly XrefEntry[]): string {
  const runs: XrefEntry[][] = []
  for (const entry of entries.toSorted((a, b) => a.number - b.number)) {
    const run = runs.at(-1)
    if (run !== undefined && run.at(-1)?.number === entry.number - 1) run.push(entry)
    else runs.push([entry])
  }
  return `xref\n${runs.map(runText).join('')}`
}

const runText = (run: readonly XrefEntry[]): string => `${run[0]?.number ?? 0} ${run.length}\n${run.map(entryText).join('')}`

const entryText = ({ number, offset }: XrefEntry): string =>
  number === 0 ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`
