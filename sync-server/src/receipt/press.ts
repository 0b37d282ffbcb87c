import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { deflateSync } from 'node:zlib'
import * as fontkit from 'fontkit'
import { type Face, type OpenFont, Press } from '@hocba/shared/pdf'

const files: Readonly<Record<Face, string>> = {
  regular: '400Regular/Tinos_400Regular.ttf',
  bold: '700Bold/Tinos_700Bold.ttf',
  italic: '400Regular_Italic/Tinos_400Regular_Italic.ttf',
}

const pathOf = (face: Face): string => fileURLToPath(import.meta.resolve(`@expo-google-fonts/tinos/${files[face]}`))

/** One for the process; fonts are read when the first receipt is written. */
export const press = new Press({
  // fontkit's subset answers the index in the subset; its types say boolean.
  openFont: (face) => fontkit.create(readFileSync(pathOf(face))) as unknown as OpenFont,
  deflate: (bytes) => deflateSync(bytes, { level: 9 }),
})
