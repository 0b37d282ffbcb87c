import { describe, expect, test } from 'vitest'
import { type ColumnValue, cellKey, columnsOf, formatCell, isCellValue, parseCell, parseCellKey } from '@hocba/shared/grid'
import { isSubjectId, subjectOf, subjects } from '@hocba/shared/school'

const idsOf = (subject: string): readonly string[] => {
  if (!isSubjectId(subject)) throw new Error(`no subject: ${subject}`)
  return columnsOf({ subject: subjectOf(subject) }).map(({ id }) => id)
}

describe('columns', () => {
  test.each(['VAN', 'TOAN', 'NN1', 'LSDL', 'KHTN'])('GRID-3 %s has four regular marks, midterm and final', (subject) => {
    expect(idsOf(subject)).toEqual(['tx1', 'tx2', 'tx3', 'tx4', 'gk', 'ck'])
  })

  test.each(['GDCD', 'CN', 'TIN', 'GDTC', 'NT', 'GDDP', 'HDTN'])('GRID-3 %s has two regular marks, midterm and final', (subject) => {
    expect(idsOf(subject)).toEqual(['tx1', 'tx2', 'gk', 'ck'])
  })

  test('GRID-3 the homeroom grid has conduct and absences', () => {
    expect(idsOf('GVCN')).toEqual(['rl', 'nghi'])
  })

  test('GRID-4 a subject assessed by comment holds comments in every column, a scored one marks', () => {
    for (const subject of subjects.filter(({ kind }) => kind !== 'homeroom')) {
      const kinds = new Set(columnsOf({ subject }).map(({ value }) => value))
      expect([...kinds]).toEqual([subject.kind === 'scored' ? 'mark' : 'comment'])
    }
  })
})

const everyValue: readonly unknown[] = [
  null,
  0,
  85,
  100,
  101,
  400,
  401,
  -1,
  8.5,
  Number.NaN,
  'T',
  'K',
  'D',
  'CD',
  'Đ',
  'd',
  '',
  '85',
  true,
  undefined,
  [],
  {},
]

const permitted: readonly (readonly [ColumnValue, readonly unknown[]])[] = [
  ['mark', [null, 0, 85, 100]],
  ['comment', [null, 'D', 'CD']],
  ['conduct', [null, 'T', 'K', 'D', 'CD']],
  ['absences', [null, 0, 85, 100, 101, 400]],
]

describe('values', () => {
  test.each(permitted)('GRID-5 a %s column holds exactly its values', (kind, values) => {
    expect(everyValue.filter((value) => isCellValue(kind, value))).toEqual(values)
  })

  test.each<[ColumnValue, string, unknown]>([
    ['mark', '8,5', 85],
    ['comment', 'Đ', 'D'],
    ['comment', 'đ', 'D'],
    ['comment', 'CĐ', 'CD'],
    ['comment', 'cđ', 'CD'],
    ['comment', 'D', 'D'],
    ['comment', 'Đạt', 'D'],
    ['comment', 'Chưa đạt', 'CD'],
    ['comment', 'CĐ'.normalize('NFD'), 'CD'],
    ['conduct', 'Tốt', 'T'],
    ['conduct', 'khá', 'K'],
    ['conduct', 't', 'T'],
    ['absences', '12', 12],
    ['absences', '400', 400],
    ['mark', '  ', null],
    ['conduct', '', null],
  ])('GRID-8 in a %s column "%s" is read as %s', (value, text, expected) => {
    expect(parseCell({ value }, text)).toEqual({ ok: true, value: expected })
  })

  test.each<[ColumnValue, string]>([
    ['mark', 'Đ'],
    ['mark', '10,5'],
    ['comment', '8'],
    ['comment', 'Tốt'],
    ['conduct', 'TB'],
    ['absences', '401'],
    ['absences', '1,5'],
    ['absences', '-1'],
    ['comment', 'toString'],
  ])('GRID-8 in a %s column "%s" is refused', (value, text) => {
    expect(parseCell({ value }, text)).toEqual({ ok: false, error: 'value.invalid' })
  })

  test.each(permitted)('GRID-8 what a %s cell shows reads back as the same value', (kind, values) => {
    for (const value of values) {
      if (!isCellValue(kind, value)) throw new Error('the list above is of values')
      expect(parseCell({ value: kind }, formatCell(kind, value))).toEqual({ ok: true, value })
    }
  })
})

test('GRID-2 a cell is named by student and column', () => {
  expect(cellKey('6A-01', 'tx1')).toBe('6A-01/tx1')
  expect(parseCellKey('6A-01/tx1')).toEqual({ student: '6A-01', column: 'tx1' })
  expect(['', 'tx1', '/tx1'].map(parseCellKey)).toEqual([undefined, undefined, undefined])
})
