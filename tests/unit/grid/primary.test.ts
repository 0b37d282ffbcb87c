import { describe, expect, test } from 'vitest'
import {
  type ColumnValue,
  type GridName,
  columnsOf,
  formatCell,
  gridId,
  isCellValue,
  parseCell,
  parseGridId,
  terms,
} from '@hocba/shared/grid'
import { isKeptByHomeroom, isSubjectId, qualitiesOf, subjectIds, subjectIn, subjectOf, subjects, subjectsOf } from '@hocba/shared/school'

function gridOf(id: string): GridName {
  const grid = parseGridId(id)
  if (!grid) throw new Error(`no grid: ${id}`)
  return grid
}

const ids = (grade: number) => subjectsOf(grade).map(({ id }) => id)
const columns = (id: string) => columnsOf(gridOf(id)).map((column) => column.id)

describe('subjects by grade', () => {
  const early = ['TV', 'TOAN', 'DD', 'TNXH', 'GDTC', 'AN', 'MT', 'HDTN', 'PCNL', 'GVCN']

  test('PRIM-3 grades 1 and 2, grade 3, grades 4 and 5', () => {
    expect(ids(1)).toEqual(early)
    expect(ids(2)).toEqual(early)
    expect(ids(3)).toEqual(['TV', 'TOAN', 'NN1', 'DD', 'TNXH', 'TIN', 'CN', 'GDTC', 'AN', 'MT', 'HDTN', 'PCNL', 'GVCN'])
    const late = ['TV', 'TOAN', 'NN1', 'DD', 'KH', 'LSDL', 'TIN', 'CN', 'GDTC', 'AN', 'MT', 'HDTN', 'PCNL', 'GVCN']
    expect([ids(4), ids(5)]).toEqual([late, late])
  })

  test('GRID-1 the list of secondary classes is the one it was', () => {
    for (const grade of [6, 7, 8, 9, 10, 11, 12]) expect(subjectsOf(grade)).toBe(subjects)
  })

  test('GRID-1 every subject of a primary class names a grid, and no subject of the other level does', () => {
    for (const grade of [1, 2, 3, 4, 5]) {
      for (const subject of subjectsOf(grade)) {
        for (const term of terms) {
          const id = gridId('2025', `${grade}A1`, subject.id, term)
          expect(parseGridId(id)).toEqual({ id, year: '2025', class: `${grade}A1`, subject, term })
        }
      }
    }
    expect(['2025-3A.VAN.HK1', '2025-3A.KH.HK1', '2025-6A.TV.HK1', '2025-6A.PCNL.HK1', '2025-1A.NN1.HK1'].map(parseGridId)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    )
  })

  test('GRID-1 an id of both levels is another subject in each', () => {
    expect([subjectIn(3, 'TOAN')?.kind, subjectIn(6, 'TOAN')?.kind, subjectOf('TOAN').kind]).toEqual(['level', 'scored', 'scored'])
    expect([subjectOf('TV').name, subjectOf('LSDL').kind, isSubjectId('PCNL'), isSubjectId('X')]).toEqual([
      'Tiếng Việt',
      'scored',
      true,
      false,
    ])
    expect(new Set(subjectIds).size).toBe(subjectIds.length)
  })

  test('PRIM-4 the homeroom teacher keeps qualities and absences', () => {
    expect(
      subjectsOf(3)
        .filter(isKeptByHomeroom)
        .map(({ id }) => id),
    ).toEqual(['PCNL', 'GVCN'])
    expect(subjects.filter(isKeptByHomeroom).map(({ id }) => id)).toEqual(['GVCN'])
  })
})

describe('columns of primary grids', () => {
  test('PRIM-1 PRIM-3 levels everywhere, tests where the grade asks for them', () => {
    expect(columns('2025-3A.TV.HK1')).toEqual(['mgk', 'mck', 'ktck'])
    expect(columns('2025-4A.TV.HK1')).toEqual(['mgk', 'ktgk', 'mck', 'ktck'])
    expect(columns('2025-5A.TOAN.HK2')).toEqual(['mgk', 'ktgk', 'mck', 'ktck'])
    for (const id of ['NN1', 'KH', 'LSDL', 'TIN', 'CN']) expect(columns(`2025-5A.${id}.HK2`)).toEqual(['mgk', 'mck', 'ktck'])
    for (const id of ['DD', 'GDTC', 'AN', 'MT', 'HDTN']) expect(columns(`2025-5A.${id}.HK2`)).toEqual(['mgk', 'mck'])
    expect(columns('2025-3A.GVCN.HK1')).toEqual(['nghi'])
  })

  test('PRIM-4 five qualities and the competences of the grade, midterm first', () => {
    const grade3 = columnsOf(gridOf('2025-3A.PCNL.HK1'))
    expect(grade3.map(({ id }) => id)).toEqual([...qualitiesOf(3).map(({ id }) => `${id}gk`), ...qualitiesOf(3).map(({ id }) => `${id}ck`)])
    expect([new Set(grade3.map(({ name }) => name)).size, new Set(grade3.map(({ id }) => id)).size]).toEqual([30, 30])
    expect(columns('2025-2A.PCNL.HK1').filter((id) => /^nl(cn|th)/.test(id))).toEqual([])
    expect(columns('2025-2A.PCNL.HK1')).toHaveLength(26)
  })
})

const everyValue: readonly unknown[] = [
  null,
  0,
  5,
  10,
  85,
  90,
  95,
  100,
  110,
  -10,
  'T',
  'H',
  'C',
  'D',
  'K',
  'CD',
  't',
  '',
  true,
  undefined,
  [],
  {},
]

const permitted: readonly (readonly [ColumnValue, readonly unknown[]])[] = [
  ['level', [null, 'T', 'H', 'C']],
  ['quality', [null, 'T', 'C', 'D']],
  ['test', [null, 0, 10, 90, 100]],
]

describe('values of primary grids', () => {
  test.each(permitted)('PRIM-1 PRIM-2 a %s column holds exactly its values', (kind, values) => {
    expect(everyValue.filter((value) => isCellValue(kind, value))).toEqual(values)
    for (const value of values) {
      if (!isCellValue(kind, value)) throw new Error('the list above is of values')
      expect(parseCell({ value: kind }, formatCell(kind, value))).toEqual({ ok: true, value })
    }
  })

  test.each<[ColumnValue, string, unknown]>([
    ['test', '9', 90],
    ['test', '10', 100],
    ['test', '9,0', 90],
    ['test', '', null],
    ['level', 'Hoàn thành tốt', 'T'],
    ['level', 'ht', 'H'],
    ['level', 'CHT', 'C'],
    ['level', 'Chưa hoàn thành'.normalize('NFD'), 'C'],
    ['quality', 'Đ', 'D'],
    ['quality', 'cần cố gắng', 'C'],
    ['quality', 'Tốt', 'T'],
  ])('GRID-8 in a %s column "%s" is read as %s', (value, text, expected) => {
    expect(parseCell({ value }, text)).toEqual({ ok: true, value: expected })
  })

  test.each<[ColumnValue, string]>([
    ['test', '9,5'],
    ['test', '9.5'],
    ['test', '11'],
    ['test', 'T'],
    ['level', 'Đ'],
    ['level', 'K'],
    ['level', '9'],
    ['level', 'Tốt'],
    ['quality', 'H'],
    ['quality', 'CĐ'],
    ['quality', 'Khá'],
    ['conduct', 'Hoàn thành tốt'],
    ['comment', 'HT'],
    ['level', 'constructor'],
  ])('P7 GRID-8 in a %s column "%s" is refused', (value, text) => {
    expect(parseCell({ value }, text)).toEqual({ ok: false, error: 'value.invalid' })
  })
})
