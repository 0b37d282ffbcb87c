import { readBundle, writeBundle } from '@hocba/shared/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const names = ['xml', 'pdf'] as const
const file = fc.option(fc.uint8Array({ maxLength: 300 }))
const bundled = fc.record({ xml: file, pdf: file })

test('SIGN-43 files travel byte for byte, the ones that are not there as such', () => {
  fc.assert(
    fc.property(bundled, fc.jsonValue(), (files, head) => {
      const read = readBundle(writeBundle(head, files), names)
      expect(read?.files).toEqual(files)
      expect(JSON.stringify(read?.head)).toBe(JSON.stringify(head))
    }),
  )
})

test('SIGN-43 a bundle cut short or longer than it says, or with other files, is none', () => {
  fc.assert(
    fc.property(bundled, fc.integer({ min: 1, max: 5 }), (files, more) => {
      const bytes = writeBundle({}, files)
      expect(readBundle(bytes.subarray(0, bytes.length - more), names)).toBeUndefined()
      expect(readBundle(Buffer.concat([bytes, Buffer.alloc(more)]), names)).toBeUndefined()
      expect(readBundle(bytes, ['pdf', 'xml'])).toBeUndefined()
      expect(readBundle(bytes, ['xml'])).toBeUndefined()
    }),
  )
})

test.each([
  '',
  '\n',
  '{}\n',
  'null\n',
  '{"head":1,"files":{}}\n',
  '{"head":1,"files":[["xml",-1],["pdf",1]]}\n',
  '{"head":1,"files":[["xml",0.5],["pdf",0.5]]}\nx',
  '{"head":1,"files":[["xml","1"],["pdf",0]]}\nx',
])('SIGN-43 %j is no bundle', (text) => {
  expect(readBundle(Buffer.from(text), names)).toBeUndefined()
})
