import { expect, test } from 'vitest'
import { readPdf } from '../../../signing-agent/src/pdf/file.ts'

const fileWith = (entries: string): Buffer =>
  Buffer.from(`xref\n${entries}trailer\n<< /Size 3 /Root 1 0 R /Info 2 0 R /ID [<A> <A>] >>\nstartxref\n0\n%%EOF\n`)

test.each(['0 0', '0 1\n0000000000 65535 f \n7', '1 n\n', '\n', '1 1\n0000000000 00000 n \n', '1 99999999999999999999\n', '1 1\n'])(
  'SIGN-54 a file whose cross-reference section reads %j is refused, and soon',
  (entries) => {
    expect(() => readPdf(fileWith(entries))).toThrow('not a file of profile hbs-pdf-1')
  },
)
