import { hash } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256To } from '../../../signing-agent/src/pdf/digest.ts'
import { appended, keepRoom, roomBehind } from '../../../signing-agent/src/pdf/room.ts'

const steps = fc.array(fc.record({ to: fc.nat(), octets: fc.uint8Array({ minLength: 1, maxLength: 9 }) }), { maxLength: 12 })

test('SIGN-56 whatever is appended to a file or to an earlier state of it, no other file changes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 60 }), steps, (size, appends) => {
      const files: Uint8Array[] = [keepRoom(Buffer.allocUnsafeSlow(size).subarray(0, 4).fill(1))]
      const expected = [[1, 1, 1, 1]]
      for (const { to, octets } of appends) {
        const at = to % files.length
        files.push(appended(files[at] ?? new Uint8Array(), octets))
        expected.push([...(expected[at] ?? []), ...octets])
      }
      expect(files.map((file) => [...file])).toEqual(expected)
    }),
    { seed: 20261123, numRuns: 1000 },
  )
})

test('SIGN-56 a file grows where it stands, and its room is given away once', () => {
  const file = keepRoom(Buffer.allocUnsafeSlow(12).subarray(0, 4))
  const [first, second] = [roomBehind(file, 8), roomBehind(file, 8)]
  expect(first.buffer).toBe(file.buffer)
  expect(second.buffer).not.toBe(file.buffer)
  expect(roomBehind(keepRoom(first.subarray(0, 6)), 7).buffer).not.toBe(file.buffer)
})

test('SIGN-58 a digest that goes on from what was read before is that of the file, or of its beginning', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 60 }), steps, fc.array(fc.nat(), { minLength: 1 }), (size, appends, ends) => {
      const files: Uint8Array[] = [keepRoom(Buffer.allocUnsafeSlow(size).subarray(0, 4).fill(1))]
      for (const [step, { to, octets }] of appends.entries()) {
        files.push(appended(files[to % files.length] ?? new Uint8Array(), octets))
        for (const file of files) {
          const end = (ends[step % ends.length] ?? 0) % (file.length + 1)
          expect(sha256To(file, end).digest('hex')).toBe(hash('sha256', file.subarray(0, end)))
        }
      }
    }),
    { seed: 20261123, numRuns: 300 },
  )
})
