import { expect, test } from 'vitest'
import { pagesOf } from '../../../signing-agent/src/pdf/pages.ts'
import { renderPdf } from '../../../signing-agent/src/pdf/render.ts'
import { transcriptSnapshot } from '../../conformance/signing/snapshots.ts'

const snapshot = transcriptSnapshot()
const proof = { index: 1, leaf: 'leaf', path: [], note: 'note' }
const update = Buffer.from('an update')

/** Revision 0 as some agent drew it, with something behind it. */
const begun = (digest: string): Buffer => Buffer.concat([renderPdf(snapshot, digest, proof), update])

/** One octet of the page is another. */
function altered(file: Buffer): Buffer {
  const copy = Buffer.from(file)
  copy.writeUInt8(file.readUInt8(file.length - 2_000) ^ 1, file.length - 2_000)
  return copy
}

test('SIGN-55 a begun file goes on as it is, whether this program has drawn its pages before or draws them now', () => {
  const [before, now] = ['a1'.repeat(32), 'b2'.repeat(32)]
  expect(Buffer.from(pagesOf(snapshot, before, proof, null)).equals(renderPdf(snapshot, before, proof))).toBe(true)
  for (const digest of [before, now]) expect(Buffer.from(pagesOf(snapshot, digest, proof, begun(digest))).equals(begun(digest))).toBe(true)
})

test.each(['remembered', 'drawn now'])('SIGN-55 a begun file with other pages is refused, its own pages being %s', (known) => {
  const digest = known === 'remembered' ? 'c3'.repeat(32) : 'd4'.repeat(32)
  if (known === 'remembered') pagesOf(snapshot, digest, proof, null)
  for (const file of [altered(begun(digest)), begun('e5'.repeat(32)), begun(digest).subarray(0, 90_000), Buffer.alloc(0)])
    expect(() => pagesOf(snapshot, digest, proof, file)).toThrow('không phải là trang của bản chốt này')
})
