import { describe, expect, it } from 'vitest'
import type { ColumnLine } from '../../../client/src/app/answers.ts'
import { type ChangeRow, type Present, changesOf, faultOf, rowsOfDraft } from '../../../client/src/amend/change-rows.ts'

const columns: readonly ColumnLine[] = [
  { id: 'tx1', name: 'ĐĐGtx 1', value: 'mark' },
  { id: 'ck', name: 'ĐĐGck', value: 'mark' },
]

const row = (over: Partial<ChangeRow>): ChangeRow => ({ key: 0, student: '6A-01', column: 'ck', text: '8,5', ...over })
const present: Present = () => 75

describe('DESK-11 request for amendment', () => {
  it.each([
    ['a good line', row({}), undefined],
    ['a point for the comma', row({ text: '8.5' }), undefined],
    ['no student', row({ student: '' }), 'incomplete'],
    ['no column', row({ column: '' }), 'incomplete'],
    ['85, which is never guessed as 8,5', row({ text: '85' }), 'invalid'],
    ['two decimals', row({ text: '8,55' }), 'invalid'],
    ['an empty value', row({ text: '' }), 'invalid'],
    ['the present value', row({ text: '7,5' }), 'same'],
  ] as const)('DESK-11 %s', (_, line, fault) => {
    expect(faultOf([line], 0, columns, present)).toBe(fault)
  })

  it('DESK-11 a cell stands on one line only', () => {
    const rows = [row({}), row({ key: 1, text: '9' })]
    expect(faultOf(rows, 0, columns, present)).toBeUndefined()
    expect(faultOf(rows, 1, columns, present)).toBe('twice')
  })

  it('DESK-11 a draft of refused edits fills the lines and comes out as the same changes', () => {
    const changes = [
      { cell: '6A-01/ck', after: 85 },
      { cell: '6A-02/tx1', after: 100 },
    ]
    const rows = rowsOfDraft({ grid: '2025-6A.TOAN.HK1', changes }, columns)
    expect(rows.map(({ text }) => text)).toEqual(['8,5', '10'])
    expect(changesOf(rows, columns)).toEqual(changes)
  })

  it('DESK-11 without a draft there is one empty line', () => {
    expect(rowsOfDraft(undefined, columns)).toEqual([{ key: 0, student: '', column: '', text: '' }])
  })
})
