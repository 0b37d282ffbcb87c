import type { Face, Faces } from './faces.ts'
import { ascii, num, utf16Hex } from './object.ts'
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

/** Page content in the making; coordinates are points from the upper left corner. */
export class Sheet {
  readonly width: number
  readonly height: number
  readonly #operators: string[] = []
  readonly #faces: Faces

  constructor(faces: Faces, width: number, height: number) {
    this.#faces = faces
    this.width = width
    this.height = height
  }

  /** Writes one line whose baseline is at `y`; `x` is its left edge, middle or right edge by `align`. */
  text(x: number, y: number, text: string, style: TextStyle = {}): void {
    if (text === '') return
    const { face = 'regular', size = 10, align = 'left', within, colour = black } = style
    const natural = this.#faces.width(face, size, text)
    const scale = within === undefined ? 1 : Math.min(1, within / natural)
    const width = natural * scale
    const left = align === 'left' ? x : align === 'center' ? x - width / 2 : x - width
    this.#operators.push(
      `BT ${colour.map(num).join(' ')} rg ${resourceOf(face)} ${num(size)} Tf ${scale < 1 ? `${num(scale * 100)} Tz ` : ''}` +
        `1 0 0 1 ${num(left)} ${num(this.height - y)} Tm <${utf16Hex(text)}> Tj${scale < 1 ? ' 100 Tz' : ''} ET`,
    )
  }

  line(x1: number, y1: number, x2: number, y2: number, weight = 0.5, colour: Colour = black): void {
    this.#operators.push(
      `${colour.map(num).join(' ')} RG ${num(weight)} w ${num(x1)} ${num(this.height - y1)} m ${num(x2)} ${num(this.height - y2)} l S`,
    )
  }

  /** Fills a rectangle given by its upper left corner. */
  fill(x: number, y: number, width: number, height: number, colour: Colour): void {
    this.#operators.push(`${colour.map(num).join(' ')} rg ${num(x)} ${num(this.height - y - height)} ${num(width)} ${num(height)} re f`)
  }

  frame(x: number, y: number, width: number, height: number, weight = 0.5, colour: Colour = black): void {
    this.#operators.push(
      `${colour.map(num).join(' ')} RG ${num(weight)} w ${num(x)} ${num(this.height - y - height)} ${num(width)} ${num(height)} re S`,
    )
  }

  /** Operators that no method above has, in PDF's own coordinates. */
  raw(operators: string): void {
    this.#operators.push(operators)
  }

  content(): Uint8Array {
    return ascii(this.#operators.join('\n'))
  }
}
