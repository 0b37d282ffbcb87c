import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeText } from '@hocba/shared/workbook'

test.each([
  '=1+1',
  '+84 912',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠a',
  '=HYPERLINK("http://a";"b")',
  "=cmd|' /C calc'!A0",
])('BOOK-13 %j is shown and not run', (text) => {
  expect(safeText(text)).toBe(`'${text}`)
})

test.each(['Nguyễn Thị Ánh', 'Tiến bộ: 5 + 3 = 8', "'trích dẫn", '', '8,5', 'a@b.vn'])('BOOK-13 %j stays as it is', (text) => {
  expect(safeText(text)).toBe(text)
})

test('BOOK-13 what hides before a sign of a formula is gone before the sign is looked for', () => {
  expect(safeText('\u0000\u0001=1+1')).toBe("'=1+1")
  expect(safeText('\u{d800}=1')).toBe('\u{fffd}=1')
})

test('BOOK-13 no text begins like a formula afterwards, and none holds what XML forbids', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      // oxlint-disable-next-line no-control-regex
      expect(safeText(text)).toMatch(/^(?![=+\-@\t\r\n])[^\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]*$/u)
    }),
    { seed: 20_261_122, numRuns: 500 },
  )
})
