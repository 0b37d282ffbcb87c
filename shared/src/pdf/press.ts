import { type Allocate, type DocumentParts, writeDocument } from './document.ts'
import { type Face, Faces, type OpenFont } from './faces.ts'
import { type Deflate, type Prefix, makePrefix } from './prefix.ts'

/** What a program brings along. */
export interface PressTools {
  readonly openFont: (face: Face) => OpenFont
  readonly deflate: Deflate
  /** Faster than the language's own, which writes zeros first. */
  readonly allocate?: Allocate
}

/** Writes documents of profile hbs-pdf-1. Fonts are cut down and packed once, so that a document costs milliseconds. */
export class Press {
  readonly faces: Faces
  readonly #deflate: Deflate
  readonly #allocate: Allocate
  #prefix: Prefix | undefined

  constructor({ openFont, deflate, allocate = (octets) => new Uint8Array(octets) }: PressTools) {
    this.faces = new Faces(openFont)
    this.#deflate = deflate
    this.#allocate = allocate
  }

  /** What every document begins with: header and fonts. */
  get beginning(): Uint8Array {
    return this.#made.bytes
  }

  document(parts: DocumentParts): Uint8Array {
    return writeDocument(parts, this.#made, this.#allocate)
  }

  get #made(): Prefix {
    this.#prefix ??= makePrefix(this.faces, this.#deflate)
    return this.#prefix
  }
}
