import { toBase64 } from '../core/index.ts'
import { type LogProof, parseNote } from '../log/index.ts'
import type { Faces } from './faces.ts'
import { type Plate, Sheet, type TextStyle } from './layout.ts'

export interface Paper {
  readonly width: number
  readonly height: number
}

export const portrait: Paper = { width: 595.28, height: 841.89 }
export const landscape: Paper = { width: 841.89, height: 595.28 }

export const margin = 38
const footer = 24

interface Placed {
  readonly plate: Plate
  /** Where the next thing goes. */
  readonly end: number
}

/** By what they show and the height at which it is drawn. */
const plates = new WeakMap<object, Map<number, Placed>>()

function platesOf(of: object): Map<number, Placed> {
  const known = plates.get(of)
  if (known) return known
  const made = new Map<number, Placed>()
  plates.set(of, made)
  return made
}

/** Sheets filled from top to bottom; `y` is where the next thing goes. */
export class Flow {
  readonly faces: Faces
  readonly paper: Paper
  readonly sheets: Sheet[] = []
  y = margin
  readonly #head: (flow: Flow) => void

  /** `head` writes what each further sheet begins with; what it closes over outlives the flow, so it takes the flow it is to write on. */
  constructor(faces: Faces, paper: Paper, head: (flow: Flow) => void = () => undefined) {
    this.faces = faces
    this.paper = paper
    this.#head = head
    this.next()
  }

  get sheet(): Sheet {
    const sheet = this.sheets.at(-1)
    if (sheet === undefined) throw new RangeError('a flow has a sheet')
    return sheet
  }

  get page(): number {
    return this.sheets.length - 1
  }

  get left(): number {
    return margin
  }

  get right(): number {
    return this.paper.width - margin
  }

  get width(): number {
    return this.right - this.left
  }

  has(height: number): boolean {
    return this.y + height <= this.paper.height - margin - footer
  }

  next(): void {
    this.sheets.push(new Sheet(this.faces, this.paper.width, this.paper.height))
    this.y = margin
    if (this.sheets.length > 1) this.#head(this)
  }

  /** Starts a new sheet unless `height` is left on this one. */
  need(height: number): void {
    if (!this.has(height)) this.next()
  }

  /** One line at the left edge, then down by `height`. */
  write(text: string, height: number, style: TextStyle & { readonly indent?: number } = {}): void {
    const { align = 'left', indent = 0 } = style
    const x = align === 'left' ? this.left + indent : align === 'center' ? (this.left + this.right) / 2 : this.right
    this.y += height
    this.sheet.text(x, this.y, text, style)
  }

  /**
   * Draws what every document of the kind has at this height in the same words: once, then again as it was. `of` stands for all
   * that is drawn; it outlives the flow, and so does what `draw` closes over.
   */
  plate(of: object, draw: () => void): void {
    const { sheet, y } = this
    const known = platesOf(of)
    const same = known.get(y)
    const plate = sheet.plate(same?.plate, draw)
    if (plate === same?.plate) this.y = same.end
    else known.set(y, { plate, end: this.y })
  }

  /** Digest and page number at the foot of every sheet: the two files of a snapshot are paired by this line. */
  number(digest: string, label: string, proof?: LogProof): void {
    const log = proof === undefined ? '' : logLine(proof)
    this.sheets.forEach((sheet, index) => {
      const y = this.paper.height - margin + 6
      sheet.line(this.left, y - 10, this.right, y - 10, 0.3)
      sheet.text(this.left, y, `${label} · SHA-256 ${digest}`, { size: 7 })
      sheet.text(this.right, y, `Trang ${index + 1}/${this.sheets.length}`, { size: 7, align: 'right' })
      sheet.text(this.left, y + 9, log, { size: 7, within: this.width })
    })
  }
}

/** Where the snapshot stands in the log, and the checkpoint that says so; the document information has the proof between them. */
function logLine({ index, note }: LogProof): string {
  const parsed = parseNote(note)
  if (!parsed.ok) return ''
  const { origin, size, root } = parsed.value.checkpoint
  return `Mục ${index + 1} trong nhật ký ${origin} · mốc ${size} mục, gốc ${toBase64(root)}`
}
