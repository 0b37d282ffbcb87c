import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Faces } from '../../../shared/src/pdf/faces.ts'
import { Flow } from '../../../shared/src/pdf/flow.ts'
import { type Colour, Sheet, black } from '../../../shared/src/pdf/layout.ts'

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

const colours: readonly Colour[] = [black, [1, 0, 0]]
const stroke = fc.record({ weight: fc.constantFrom(0.3, 0.5), colour: fc.constantFrom(...colours), down: fc.nat(3) })
const strokes = fc.array(stroke, { maxLength: 3 })
type Strokes = readonly { readonly weight: number; readonly colour: Colour; readonly down: number }[]

function draw(flow: Flow, lines: Strokes): void {
  for (const { weight, colour, down } of lines) {
    flow.sheet.line(0, flow.y, 10, flow.y, weight, colour)
    flow.y += down
  }
}

test('SIGN-59 a sheet is the same octet for octet whether a part of it was drawn for another sheet before', () => {
  const paper = fc.constantFrom({ width: 100, height: 200 }, { width: 100, height: 300 })
  const sheets = fc.array(fc.record({ paper, before: strokes, after: strokes }), { maxLength: 5 })
  fc.assert(
    fc.property(strokes, sheets, (same, all) => {
      const of = {}
      for (const one of all) {
        const [plated, plain] = [new Flow(noFaces, one.paper), new Flow(noFaces, one.paper)]
        draw(plated, one.before)
        plated.plate(of, () => draw(plated, same))
        draw(plated, one.after)
        for (const lines of [one.before, same, one.after]) draw(plain, lines)
        expect(contentOf(plated.sheet)).toBe(contentOf(plain.sheet))
        expect(plated.y).toBe(plain.y)
      }
    }),
    { seed: 20261123, numRuns: 500 },
  )
})
