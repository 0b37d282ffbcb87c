import type { Face, Faces } from './faces.ts'
import { num } from './object.ts'
import { resourceOf } from './prefix.ts'

export type Align = 'left' | 'center' | 'right'

export interface TextStyle {
  readonly face?: Face
  readonly size?: number
  readonly align?: Align
  /** Narrow the letters rather than run over this width. */
  readonly within?: number
  readonly colour?: Colour
}

/** Red, green, blue, 0 to 1. */
export type Colour = readonly [number, number, number]

export const black: Colour = [0, 0, 0]

/**
 * Page content in the making; coordinates are points from the upper left corner. Colours, fonts and weights are written when they
 * change: a form has hundreds of short texts in the same letters.
 */
export class Sheet {
  readonly width: number
  readonly height: number
  readonly #operators: string[] = []
  readonly #faces: Faces
  #ink: Colour | undefined
  #pen: Colour | undefined
  #weight: number | undefined
  #font = ''

  constructor(faces: Faces, width: number, height: number) {
    this.#faces = faces
    this.width = width
    this.height = height
  }

  /** Writes one line whose baseline is at `y`; `x` is its left edge, middle or right edge by `align`. */
  text(x: number, y: number, text: string, { face = 'regular', size = 10, align = 'left', within, colour = black }: TextStyle = {}): void {
    if (text === '') return
    const { units, hex } = this.#faces.set(face, text)
    const natural = (units * size) / 1000
    const scale = within === undefined ? 1 : Math.min(1, within / natural)
    const width = natural * scale
    const left = align === 'left' ? x : align === 'center' ? x - width / 2 : x - width
    const narrow = scale < 1 ? `${num(scale * 100)} Tz ` : ''
    this.#operators.push(
      `${this.#inked(colour)}BT ${this.#lettered(`${resourceOf(face)} ${num(size)} Tf `)}${narrow}` +
        `${num(left)} ${num(this.height - y)} Td <${hex}> Tj${scale < 1 ? ' 100 Tz' : ''} ET`,
    )
  }

  line(x1: number, y1: number, x2: number, y2: number, weight = 0.5, colour: Colour = black): void {
    this.#operators.push(`${this.#drawn(weight, colour)}${num(x1)} ${num(this.height - y1)} m ${num(x2)} ${num(this.height - y2)} l S`)
  }

  /** Fills a rectangle given by its upper left corner. */
  fill(x: number, y: number, width: number, height: number, colour: Colour): void {
    this.#operators.push(`${this.#inked(colour)}${num(x)} ${num(this.height - y - height)} ${num(width)} ${num(height)} re f`)
  }

  frame(x: number, y: number, width: number, height: number, weight = 0.5, colour: Colour = black): void {
    this.#operators.push(`${this.#drawn(weight, colour)}${num(x)} ${num(this.height - y - height)} ${num(width)} ${num(height)} re S`)
  }

  /** Operators that no method above has, in PDF's own coordinates; they may change what is written when it changes. */
  raw(operators: string): void {
    this.#operators.push(operators)
    this.#ink = this.#pen = this.#weight = undefined
    this.#font = ''
  }

  content(): string {
    return this.#operators.join('\n')
  }

  #inked(colour: Colour): string {
    if (colour === this.#ink) return ''
    this.#ink = colour
    return `${colour.map(num).join(' ')} rg `
  }

  #lettered(font: string): string {
    if (font === this.#font) return ''
    this.#font = font
    return font
  }

  #drawn(weight: number, colour: Colour): string {
    const pen = colour === this.#pen ? '' : `${colour.map(num).join(' ')} RG `
    const width = weight === this.#weight ? '' : `${num(weight)} w `
    this.#pen = colour
    this.#weight = weight
    return pen + width
  }
}
