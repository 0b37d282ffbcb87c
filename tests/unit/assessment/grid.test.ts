import { gridResult, missingCells, termAverage, termComment } from '@hocba/shared/assessment'
import type { Tenths } from '@hocba/shared/core'
import type { CellValue } from '@hocba/shared/grid'
import { type SubjectId, studySubjects, subjectOf } from '@hocba/shared/school'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seed } from './notation.ts'

const row = (cells: Readonly<Record<string, CellValue>>): ReadonlyMap<string, CellValue> => new Map(Object.entries(cells))
const grid = (subject: SubjectId) => ({ subject: subjectOf(subject) })

describe('the result of a row', () => {
  test('AVG-10 a scored subject gives tenths', () => {
    expect(gridResult(grid('TIN'), row({ tx1: 80, tx2: 90, gk: 70, ck: 80 }))).toBe(79)
  })

  test('AVG-10 a comment-assessed subject gives Đ or CĐ', () => {
    expect(gridResult(grid('NT'), row({ tx1: 'D', tx2: 'D', gk: 'D', ck: 'D' }))).toBe('D')
    expect(gridResult(grid('NT'), row({ tx1: 'D', tx2: 'CD', gk: 'D', ck: 'D' }))).toBe('CD')
  })

  test('AVG-10 the homeroom grid has no result', () => {
    expect(gridResult(grid('GVCN'), row({ rl: 'T', nghi: 0 }))).toBeNull()
  })

  test('AVG-10 a value of the wrong kind counts as missing', () => {
    expect(gridResult(grid('TIN'), row({ tx1: 80, tx2: 'D', gk: 70, ck: 80 }))).toBeNull()
    expect(gridResult(grid('NT'), row({ tx1: 'D', tx2: 'D', gk: 10, ck: 'D' }))).toBeNull()
  })

  test(`AVG-10 equals the explained result for every subject, seed ${seed}`, () => {
    const value = fc.record({ mark: fc.integer({ min: 0, max: 100 }), comment: fc.constantFrom('D', 'D', 'D', 'CD'), empty: fc.nat(9) })
    fc.assert(
      fc.property(fc.constantFrom(...studySubjects), fc.array(value, { minLength: 6, maxLength: 6 }), (subject, values) => {
        const scored = subject.kind === 'scored'
        const cells = values.map((one) => (one.empty === 0 ? null : scored ? one.mark : one.comment))
        const [gk = null, ck = null, ...rest] = cells
        const tx = rest.slice(0, subject.regularCount)
        const explained = scored
          ? termAverage({ tx: tx as Tenths[], gk: gk as Tenths | null, ck: ck as Tenths | null }, subject.regularCount)
          : termComment({ tx: tx as 'D'[], gk: gk as 'D' | null, ck: ck as 'D' | null }, subject.regularCount)
        const byColumn = new Map<string, CellValue>([['gk', gk], ['ck', ck], ...tx.map((one, at) => [`tx${at + 1}`, one] as const)])
        expect(gridResult({ subject }, byColumn)).toBe(explained.value)
      }),
      { seed, numRuns: 1_000 },
    )
  })
})

describe('missing cells', () => {
  const students = [{ id: '6A-01' }, { id: '6A-02' }]

  test('COMP-1 absent and cleared cells are missing, students first, then columns', () => {
    const cells = row({
      '6A-01/tx1': 80,
      '6A-01/tx2': 0,
      '6A-01/gk': null,
      '6A-02/tx1': 55,
      '6A-02/tx2': 60,
      '6A-02/gk': 65,
      '6A-02/ck': 70,
    })
    expect(missingCells(grid('TIN'), students, cells)).toEqual(['6A-01/gk', '6A-01/ck'])
    expect(missingCells(grid('TIN'), students, row({ ...Object.fromEntries(cells), '6A-02/tx1': null }))).toEqual([
      '6A-01/gk',
      '6A-01/ck',
      '6A-02/tx1',
    ])
  })

  test('COMP-1 a complete grid and a class without students miss nothing', () => {
    const full = students.flatMap(({ id }) => ['tx1', 'tx2', 'gk', 'ck'].map((column) => [`${id}/${column}`, 'D'] as const))
    expect(missingCells(grid('NT'), students, new Map(full))).toEqual([])
    expect(missingCells(grid('NT'), [], new Map())).toEqual([])
  })

  test('COMP-1 an empty grid of four regular marks misses six cells a student', () => {
    expect(missingCells(grid('TOAN'), students, new Map())).toHaveLength(12)
  })

  test('COMP-2 conduct and absences are required in the homeroom grid, zero absences is an entry', () => {
    expect(missingCells(grid('GVCN'), students, row({ '6A-01/rl': 'T', '6A-01/nghi': 0 }))).toEqual(['6A-02/rl', '6A-02/nghi'])
  })
})
