import type { Face, Faces } from './faces.ts'
import { Pen } from './pen.ts'
import { resourceOf } from './prefix.ts'

export type Align = 'left' | 'center' | 'right'

export interface TextStyle {
  readonly face?: Face
  readonly size?: number
  readonly align?: Align
  /** Narrow the letters rather than run over this width. */
  readonly within?: number
  /** A line at the left edge that `Faces.wrap` broke: it fits and is not measured again. */
  readonly wrapped?: boolean
  readonly colour?: Colour
}

/** Red, green, blue, 0 to 1. */
export type Colour = readonly [number, number, number]

export const black: Colour = [0, 0, 0]

/** Pens of sheets that are done: a year has thousands of sheets, and each would begin with memory of its own. */
const idle: Pen[] = []

const nothing = new Uint8Array()

/** What a sheet has in use: written when it changes. */
interface InUse {
  filled: Colour | undefined
  stroked: Colour | undefined
  weight: number | undefined
  face: Face | undefined
  size: number
}

const unused: Readonly<InUse> = { filled: undefined, stroked: undefined, weight: undefined, face: undefined, size: 0 }

const isSame = (a: Readonly<InUse>, b: Readonly<InUse>): boolean =>
  a.filled === b.filled && a.stroked === b.stroked && a.weight === b.weight && a.face === b.face && a.size === b.size

/** A part of a sheet as it was drawn once, for sheets that have the same part in the same place. */
export interface Plate {
  readonly octets: Uint8Array
  readonly height: number
  readonly before: Readonly<InUse>
  readonly after: Readonly<InUse>
}

/**
 * Page content in the making; coordinates are points from the upper left corner. Colours, fonts and weights are written when they
 * change: a form has hundreds of short texts in the same letters.
 */
export class Sheet {
  readonly width: number
  readonly height: number
  #pen = idle.pop()?.clear() ?? new Pen()
  readonly #faces: Faces
  #inUse: InUse = { ...unused }
  #isDone = false

  constructor(faces: Faces, width: number, height: number) {
    this.#faces = faces
    this.width = width
    this.height = height
  }

  /** Writes one line whose baseline is at `y`; `x` is its left edge, middle or right edge by `align`. */
  text(x: number, y: number, text: string, style: TextStyle = {}): void {
    if (text === '') return
    const { face = 'regular', size = 10, align = 'left', within, wrapped = false, colour = black } = style
    const natural = wrapped ? 0 : this.#faces.width(face, size, text)
    const scale = within === undefined || natural <= within ? 1 : within / natural
    const width = natural * scale
    const left = align === 'left' ? x : align === 'center' ? x - width / 2 : x - width
    const pen = this.#next()
    this.#fill(colour)
    pen.ascii('BT ')
    this.#letter(face, size)
    if (scale < 1) pen.num(scale * 100).ascii(' Tz ')
    this.#at(left, y).ascii(' Td ').codes(text)
    pen.ascii(scale < 1 ? ' Tj 100 Tz ET' : ' Tj ET')
  }

  line(x1: number, y1: number, x2: number, y2: number, weight = 0.5, colour: Colour = black): void {
    this.#next()
    this.#stroke(weight, colour)
    this.#at(x1, y1).ascii(' m ')
    this.#at(x2, y2).ascii(' l S')
  }

  /** Fills a rectangle given by its upper left corner. */
  fill(x: number, y: number, width: number, height: number, colour: Colour): void {
    this.#next()
    this.#fill(colour)
    this.#rectangle(x, y, width, height).ascii(' re f')
  }

  frame(x: number, y: number, width: number, height: number, weight = 0.5, colour: Colour = black): void {
    this.#next()
    this.#stroke(weight, colour)
    this.#rectangle(x, y, width, height).ascii(' re S')
  }

  /** Operators that no method above has, in PDF's own coordinates; they may change what is written when it changes. */
  raw(operators: string): void {
    this.#next().ascii(operators)
    this.#inUse = { ...unused }
  }

  /** Draws as the plate says if it was made on such a sheet; else by `draw`. Returns the plate for the next sheet. */
  plate(known: Plate | undefined, draw: () => void): Plate {
    if (known?.height === this.height && isSame(known.before, this.#inUse)) {
      if (known.octets.length > 0) this.#next().octets(known.octets)
      this.#inUse = { ...known.after }
      return known
    }
    const before = { ...this.#inUse }
    const start = this.#pen.length === 0 ? 0 : this.#pen.length + 1
    draw()
    return { octets: this.#pen.written.slice(start), height: this.height, before, after: { ...this.#inUse } }
  }

  /** @throws RangeError when the sheet is done: nobody signs a page that is blank because it was written before. */
  content(): Uint8Array {
    if (this.#isDone) throw new RangeError('a sheet is written once')
    return this.#pen.written
  }

  /** Once the content is copied: its memory serves another sheet. */
  done(): void {
    idle.push(this.#pen)
    this.#pen = new Pen(nothing)
    this.#isDone = true
  }

  #next(): Pen {
    return this.#pen.length === 0 ? this.#pen : this.#pen.ascii('\n')
  }

  #at(x: number, y: number): Pen {
    return this.#pen
      .num(x)
      .ascii(' ')
      .num(this.height - y)
  }

  #rectangle(x: number, y: number, width: number, height: number): Pen {
    return this.#at(x, y + height)
      .ascii(' ')
      .num(width)
      .ascii(' ')
      .num(height)
  }

  #fill(colour: Colour): void {
    if (colour === this.#inUse.filled) return
    this.#inUse.filled = colour
    this.#colour(colour).ascii(' rg ')
  }

  #stroke(weight: number, colour: Colour): void {
    if (colour !== this.#inUse.stroked) this.#colour(colour).ascii(' RG ')
    if (weight !== this.#inUse.weight) this.#pen.num(weight).ascii(' w ')
    this.#inUse.stroked = colour
    this.#inUse.weight = weight
  }

  #colour([red, green, blue]: Colour): Pen {
    return this.#pen.num(red).ascii(' ').num(green).ascii(' ').num(blue)
  }

  #letter(face: Face, size: number): void {
    if (face === this.#inUse.face && size === this.#inUse.size) return
    this.#inUse.face = face
    this.#inUse.size = size
    this.#pen.ascii(resourceOf(face)).ascii(' ').num(size).ascii(' Tf ')
  }
}
