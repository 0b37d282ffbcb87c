import { expect, test } from 'vitest'
import { Faces } from '../../../shared/src/pdf/faces.ts'
import { Sheet } from '../../../shared/src/pdf/layout.ts'

const noFaces = new Faces(() => {
  throw new RangeError('no face is opened for lines')
})

const lineOn = (sheet: Sheet, x: number): Sheet => {
  sheet.line(x, 0, x, 10)
  return sheet
}
const contentOf = (sheet: Sheet): string => Buffer.from(sheet.content()).toString('latin1')

test('SIGN-52 a sheet whose memory was another one’s has its own content alone, and the other is not written again', () => {
  const first = lineOn(new Sheet(noFaces, 100, 100), 1)
  const kept = lineOn(new Sheet(noFaces, 100, 100), 2)
  const before = contentOf(kept)
  const memory = first.content().buffer
  first.done()
  const second = lineOn(new Sheet(noFaces, 100, 100), 3)
  expect(second.content().buffer).toBe(memory)
  expect(contentOf(second)).toBe(before.replaceAll(/\b2 (\d+ [ml])/g, '3 $1'))
  expect(contentOf(kept)).toBe(before)
  expect(() => first.content()).toThrow('a sheet is written once')
})
