import { assessFile, gridResult, missingCells } from '@hocba/shared/assessment'
import { type CellValue, parseGridId } from '@hocba/shared/grid'
import { describe, expect, test } from 'vitest'
import { fileOf, outcome } from './primary-notation.ts'

const at = (path: string) => ({ ok: false, error: { path, message: expect.stringMatching(/./) as unknown } })

/** The file of one student with one member replaced. */
const withStudent = (change: object) => {
  const file = fileOf({})
  return { ...file, students: file.students.map((one) => ({ ...one, ...change })) }
}

describe('hocba assess for a primary class', () => {
  test('ASSESS-1 levels as codes, tests as numbers, undecided as null', () => {
    const { subjects, tests, qualities, ...rest } = outcome(fileOf({ levels: { AN: null }, hk1: { AN: 'H' }, qualities: { pcyn: 'D' } }))
    expect(subjects['AN']).toEqual({ hk1: 'H', hk2: null, cn: null })
    expect(tests).toEqual({ TV: { hk1: 10, hk2: 9 }, TOAN: { hk1: 10, hk2: 9 }, NN1: { hk1: 10, hk2: 10 } })
    expect(qualities['pcyn']).toEqual({ hk1: 'T', hk2: 'D', cn: 'D' })
    expect(Object.keys(qualities)).toHaveLength(15)
    expect(rest).toEqual({ id: '3A-01', result: null, award: null, completion: null })
  })

  test('ASSESS-3 what a file leaves out is undecided', () => {
    const bare = outcome({ rulebook: 'TT27/2020', grade: 1, subjects: [{ id: 'TV', kind: 'tested' }], students: [{ id: '1A-01' }] })
    expect([bare.subjects, bare.tests]).toEqual([{ TV: { hk1: null, hk2: null, cn: null } }, { TV: { hk1: null, hk2: null } }])
    expect(Object.keys(bare.qualities)).toHaveLength(13)
  })

  test.each([
    ['another rulebook', { ...fileOf({}), rulebook: 'TT30/2014' }, 'rulebook'],
    ['no rulebook', {}, 'rulebook'],
    ['a list', [], ''],
    ['nothing', null, 'rulebook'],
  ])('ASSESS-4 %s', (_, input, path) => {
    expect(assessFile(input)).toEqual(at(path))
  })

  test('ASSESS-4 a file of Circular 22 is read by Circular 22', () => {
    expect(assessFile({ rulebook: 'TT22/2021', subjects: [], students: [] })).toEqual({ ok: true, value: { students: [] } })
  })

  const marked = (subject: string, term: object) => withStudent({ marks: { [subject]: { hk2: term } } })
  test.each([
    ['grade 6', { ...fileOf({}), grade: 6 }, 'grade'],
    ['no grade', { ...fileOf({}), grade: undefined }, 'grade'],
    ['an unknown kind', { ...fileOf({}), subjects: [{ id: 'TV', kind: 'scored' }] }, 'subjects[0].kind'],
    ['a level of Circular 22', marked('TV', { mck: 'K' }), 'students[0].marks.TV.hk2.mck'],
    ['a midterm test with a decimal', marked('TV', { ktgk: 8.5 }), 'students[0].marks.TV.hk2.ktgk'],
    ['a test of 11', marked('TV', { ktck: 11 }), 'students[0].marks.TV.hk2.ktck'],
    ['a test as text', marked('TV', { ktck: '9' }), 'students[0].marks.TV.hk2.ktck'],
    ['a test where there is none', marked('AN', { ktck: 9 }), 'students[0].marks.AN.hk2.ktck'],
    ['a regular mark', marked('TV', { tx: [9] }), 'students[0].marks.TV.hk2.tx'],
    ['an unknown subject', marked('VAN', {}), 'students[0].marks.VAN'],
    ['an unknown quality', withStudent({ qualities: { pcxx: {} } }), 'students[0].qualities.pcxx'],
    ['a quality that is H', withStudent({ qualities: { pcyn: { hk1: { ck: 'H' } } } }), 'students[0].qualities.pcyn.hk1.ck'],
    ['recognition as text', withStudent({ recognition: { merit: 'yes' } }), 'students[0].recognition.merit'],
    ['an unknown recognition', withStudent({ recognition: { teacher: true } }), 'students[0].recognition.teacher'],
    ['a re-assessed test of 4.5', withStudent({ reassessed: { marks: { TV: { ktck: 4.5 } } } }), 'students[0].reassessed.marks.TV.ktck'],
    ['an unknown re-assessment', withStudent({ reassessed: { TV: 5 } }), 'students[0].reassessed.TV'],
  ])('ASSESS-2 %s', (_, input, path) => {
    expect(assessFile(input)).toEqual(at(path))
  })

  test('ASSESS-2 PRIM-4 grade 2 has no level in informatics', () => {
    const file = fileOf({ grade: 2 })
    const wrong = { ...file, students: file.students.map((one) => ({ ...one, qualities: { nlth: {} } })) }
    expect(assessFile(wrong)).toEqual(at('students[0].qualities.nlth'))
  })
})

describe('primary grids', () => {
  const gridOf = (id: string) => {
    const grid = parseGridId(id)
    if (!grid) throw new Error(id)
    return grid
  }
  const row = (cells: Readonly<Record<string, CellValue>>) => new Map(Object.entries(cells))

  test('PRIM-15 the term is the level at its end, whatever the test', () => {
    const grid = gridOf('2025-4A.TOAN.HK1')
    expect(gridResult(grid, row({ mgk: 'T', ktgk: 100, mck: 'H', ktck: 100 }))).toBe('H')
    expect(gridResult(grid, row({ mgk: 'T', ktck: 100 }))).toBeNull()
    expect(gridResult(grid, row({ mck: 'D' }))).toBeNull()
    expect(gridResult(gridOf('2025-4A.PCNL.HK1'), row({ pcynck: 'T' }))).toBeNull()
    expect(gridResult(gridOf('2025-4A.GVCN.HK1'), row({ nghi: 2 }))).toBeNull()
  })

  test('COMP-3 PRIM-3 levels and tests of the grade are required', () => {
    const students = [{ id: '4A-01' }]
    const cells = row({ '4A-01/mgk': 'T', '4A-01/ktck': 0 })
    expect(missingCells(gridOf('2025-4A.TOAN.HK1'), students, cells)).toEqual(['4A-01/ktgk', '4A-01/mck'])
    expect(missingCells(gridOf('2025-4A.AN.HK1'), students, cells)).toEqual(['4A-01/mck'])
    expect(missingCells(gridOf('2025-4A.PCNL.HK1'), students, new Map())).toHaveLength(30)
    expect(missingCells(gridOf('2025-1A.PCNL.HK1'), students, new Map())).toHaveLength(26)
    expect(missingCells(gridOf('2025-4A.GVCN.HK1'), students, new Map())).toEqual(['4A-01/nghi'])
  })
})
