import type { CellKey, Column } from '@hocba/shared/grid'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTsv, toTsv } from '../../../client/src/grid/clipboard.ts'
import { readEntry } from '../../../client/src/grid/entry.ts'
import { planPaste } from '../../../client/src/grid/paste.ts'
import { presenceCss } from '../../../client/src/grid/presence-sheet.ts'
import { gridText } from '../../../client/src/grid/text.ts'
import { statusOf } from '../../../client/src/replica/status.ts'

const text = gridText('vi')
const tx1: Column = { id: 'tx1', name: 'ĐĐGtx 1', value: 'mark' }
const gk: Column = { id: 'gk', name: 'ĐĐGgk', value: 'mark' }

const students = [
  { id: '6A-01', name: 'Lã Thanh An' },
  { id: '6A-02', name: 'Nguyễn Thu Anh' },
]
const target = { students, columns: [null, null, tx1, gk, null], row: 0, column: 2, writable: () => true }

describe('entry', () => {
  it('ENTRY-1 8,5 and 8.5 are the same mark, an empty entry clears', () => {
    expect([readEntry(tx1, '8,5', text), readEntry(tx1, ' 8.5 ', text), readEntry(tx1, '', text)]).toEqual([
      { ok: true, value: 85 },
      { ok: true, value: 85 },
      { ok: true, value: null },
    ])
  })

  it.each([
    ['85', 'Nếu là 8,5, hãy gõ cả dấu phẩy.'],
    ['8,55', 'Điểm là số từ 0 đến 10'],
    ['08/05', 'Excel đã đổi điểm thành ngày tháng'],
    ['8-thg 5', 'Excel đã đổi điểm thành ngày tháng'],
    ['tám', '«tám» không nhập được.'],
  ])('ENTRY-2 %s is never guessed: the sentence says why', (typed, sentence) => {
    const entry = readEntry(tx1, typed, text)
    expect(entry.ok).toBe(false)
    if (!entry.ok) expect(entry.error).toContain(sentence)
  })
})

describe('paste', () => {
  it('PASTE-1 what toTsv writes, parseTsv reads, whatever the cells contain', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '8', ',', '"', '\t', '\n', '\r\n', ' ') })
    const block = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(block, (rows) => {
        expect(parseTsv(toTsv(rows))).toEqual(rows)
      }),
      { seed: 20251122, numRuns: 500 },
    )
  })

  it('PASTE-2 the newline with which Excel ends its block is no further row', () => {
    expect(parseTsv('7\t8\r\n6,5\t9\r\n')).toEqual([
      ['7', '8'],
      ['6,5', '9'],
    ])
  })

  it('PASTE-3 valid cells are written, the others named with their reason', () => {
    const plan = planPaste([['7', 'x', '9'], ['6'], ['5']], target, text)
    expect(plan.changes).toEqual([
      { cell: '6A-01/tx1', value: 70 },
      { cell: '6A-02/tx1', value: 60 },
    ])
    expect(plan.refused.map(({ place }) => place)).toEqual(['Lã Thanh An, ĐĐGgk', 'Lã Thanh An', '«5»'])
    expect(plan.refused[2]?.reason).toBe('ngoài bảng điểm')
  })
})

describe('status', () => {
  const quiet = { pending: 0, refused: [], online: true, stored: true, memoryOnly: false, signedOut: false, writable: true }

  it.each([
    ['saved', quiet],
    ['saving', { ...quiet, pending: 1 }],
    ['local', { ...quiet, pending: 1, online: false }],
    ['saving', { ...quiet, pending: 1, online: false, stored: false }],
    ['signed-out', { ...quiet, pending: 1, online: false, signedOut: true }],
    ['read-only', { ...quiet, writable: false }],
  ] as const)('STATUS-1 %s', (state, facts) => {
    expect(statusOf(facts).state).toBe(state)
  })
})

describe('presence', () => {
  it('PRESENCE-1 a name or id from another browser cannot leave its string in the stylesheet', () => {
    const css = presenceCss('g', [
      { client: 1, user: { id: 'x', name: '"}*{display:none}' }, cell: '6A-01"]{}/tx1' as CellKey, range: null },
    ])
    expect(css).not.toContain('display:none')
    expect(css.match(/\{/g)).toHaveLength(2)
  })
})
