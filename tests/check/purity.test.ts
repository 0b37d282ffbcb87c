import { expect, test } from 'vitest'
import { codeOf, sourcesBelow } from './sources.ts'

/** What would make `shared` depend on the moment or the machine; each is passed in instead. */
const impure = [
  ['CODE-5 shared asks no clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/],
  ['CODE-6 shared makes no random numbers', /\bMath\.random\b|\bgetRandomValues\b|\brandomUUID\b/],
  ['CODE-7 shared prints nothing', /\bconsole\./],
  [
    'CODE-8 shared reaches for no network, page or process',
    /\bfetch\(|\bXMLHttpRequest\b|\bdocument\.(cookie|querySelector|getElementById)\b|(?<!\/)\bwindow\.|\bprocess\./,
  ],
] as const

test.each(impure)('%s', (_rule, pattern) => {
  expect(sourcesBelow('shared/src').filter((path) => pattern.test(codeOf(path)))).toEqual([])
})

test('CODE-9 no type is silenced', () => {
  const silenced = /@ts-(ignore|nocheck|expect-error)|\bas any\b|oxlint-disable(?!-next-line)|eslint-disable/
  const files = ['shared/src', 'sync-server/src', 'signing-agent/src', 'client/src'].flatMap(sourcesBelow)
  expect(files.filter((path) => silenced.test(codeOf(path)))).toEqual([])
})
