import { type DocumentParts, writeDocument } from './document.ts'
import { type Face, Faces, type OpenFont } from './faces.ts'
import { type Deflate, streamBytes } from './object.ts'
import { type Prefix, makePrefix } from './prefix.ts'

/** What a program brings along. */
export interface PressTools {
  readonly openFont: (face: Face) => OpenFont
  readonly deflate: Deflate
}

/** Writes documents of profile hbs-pdf-1. Fonts are cut down and packed once, so that a document costs milliseconds. */
export class Press {
  readonly faces: Faces
  readonly #deflate: Deflate
  #prefix: Prefix | undefined

  constructor({ openFont, deflate }: PressTools) {
    this.faces = new Faces(openFont)
    this.#deflate = deflate
  }

  document(parts: DocumentParts): Uint8Array {
    this.#prefix ??= makePrefix(this.faces, this.#deflate)
    return writeDocument(parts, this.#prefix, this.#deflate)
  }

  stream(number: number, entries: string, content: Uint8Array): Uint8Array {
    return streamBytes(number, entries, content, this.#deflate)
  }
}
