import {
  type PrimarySubjectResult,
  type QualityResult,
  type SubjectLevel,
  assessFile,
  circular27,
  completion,
  isSubjectLevel,
  primaryAward,
  subjectLevelNames,
  yearResult,
} from '@hocba/shared/assessment'
import type { Tenths } from '@hocba/shared/core'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seed } from './notation.ts'
import { type Case, fileOf, verdict } from './primary-notation.ts'

const all = { merit: true, byClass: true }

describe('vectors of Circular 27', () => {
  const vectors: readonly (readonly [string, Case, readonly unknown[]])[] = [
    ['P1 PRIM-6 PRIM-11 PRIM-13 all T, tests 9, 9, 10', {}, ['XS', 'XS', 'completed']],
    ['P2 PRIM-7 PRIM-12 one test 8, the class has not been asked', { tests: [8, 9, 10] }, ['T', null, 'completed']],
    ['P2 PRIM-12 one test 8, merit and the class', { tests: [8, 9, 10], recognition: all }, ['T', 'TB', 'completed']],
    ['P3 PRIM-8 all tests 10, Âm nhạc H', { tests: [10, 10, 10], levels: { AN: 'H' } }, ['H', null, 'completed']],
    ['P4 PRIM-8 all T, one competence Đạt', { qualities: { nltt: 'D' } }, ['H', null, 'completed']],
    ['P5 PRIM-9 PRIM-14 some H, one test 4', { tests: [4, 9, 9], levels: { DD: 'H', MT: 'H' } }, ['C', null, 'guidance']],
    ['P6 PRIM-5 term 1 H, then T at the end of the year', { hk1: { TV: 'H', AN: 'C' } }, ['XS', 'XS', 'completed']],
  ]
  test.each(vectors)('%s', (_, one, expected) => {
    expect(verdict(one)).toEqual(expected)
  })

  test('P7 PRIM-2 a test of 9.5 is refused with its place and a sentence', () => {
    expect(assessFile(fileOf({ tests: [9, 9.5, 10] }))).toEqual({
      ok: false,
      error: {
        path: 'students[0].marks.TOAN.hk2.ktck',
        message: 'Điểm bài kiểm tra định kì là số nguyên từ 0 đến 10, không có điểm thập phân.',
      },
    })
  })
})

describe('known wrong code', () => {
  const byTestsAlone = (tests: readonly number[]): 'TB' | null => (tests.every((mark) => mark >= 7) ? 'TB' : null)

  test('PRIM-12 Tiêu biểu from tests of 7 and more alone is wrong', () => {
    for (const tests of [
      [7, 7, 7],
      [8, 9, 10],
    ]) {
      expect(byTestsAlone(tests)).toBe('TB')
      expect(verdict({ tests })[1]).toBeNull()
      expect(verdict({ tests, recognition: { merit: true } })[1]).toBeNull()
      expect(verdict({ tests, recognition: { byClass: true } })[1]).toBeNull()
    }
  })

  test('PRIM-12 recognition does not lift a lower result', () => {
    expect(verdict({ levels: { AN: 'H' }, recognition: all })[1]).toBeNull()
    expect(verdict({ tests: [4, 9, 9], recognition: all })[1]).toBeNull()
    expect(primaryAward(null, all).value).toBeNull()
  })
})

describe('result of the year', () => {
  const cases: readonly (readonly [string, Case, unknown])[] = [
    ['PRIM-6 a test of 9 is enough', { tests: [9, 9, 9] }, 'XS'],
    ['PRIM-7 7 is enough, 6 is not', { tests: [7, 7, 7] }, 'T'],
    ['PRIM-8 6 is not enough for Hoàn thành tốt', { tests: [6, 10, 10] }, 'H'],
    ['PRIM-8 5 is enough', { tests: [5, 5, 5] }, 'H'],
    ['PRIM-9 4 is not', { tests: [4, 10, 10] }, 'C'],
    ['PRIM-9 one subject C', { levels: { GDTC: 'C' } }, 'C'],
    ['PRIM-9 one quality Cần cố gắng', { qualities: { pctn: 'C' } }, 'C'],
    ['PRIM-9 zero is a mark', { tests: [0, 10, 10] }, 'C'],
    ['PRIM-10 a test is missing', { tests: [null, 10, 10] }, null],
    ['PRIM-10 a level is missing', { levels: { MT: null } }, null],
    ['PRIM-10 a quality is missing, even beside a C', { levels: { MT: 'C' }, qualities: { pcyn: null } }, null],
    ['PRIM-4 grade 2 has no competence in technology', { grade: 2 }, 'XS'],
  ]
  test.each(cases)('%s', (_, one, expected) => {
    expect(verdict(one)[0]).toBe(expected)
  })

  test('PRIM-9 a better level or mark never lowers the result', () => {
    const order = ['C', 'H', 'T', 'XS']
    const level = fc.constantFrom<SubjectLevel>('C', 'H', 'T')
    const subject = fc.record({ level, mark: fc.integer({ min: 0, max: 10 }) })
    const quality = fc.constantFrom('C' as const, 'D' as const, 'T' as const)
    const resultOf = (
      subjects: readonly { readonly level: SubjectLevel; readonly mark: number }[],
      qualities: readonly ('C' | 'D' | 'T')[],
    ) =>
      order.indexOf(
        yearResult({
          subjects: subjects.map((one, at): PrimarySubjectResult => ({
            subject: `S${at}`,
            level: one.level,
            test: (one.mark * 10) as Tenths,
          })),
          qualities: qualities.map((one, at): QualityResult => ({ quality: `Q${at}`, level: one })),
        }).value ?? '',
      )
    fc.assert(
      fc.property(
        fc.array(subject, { minLength: 1, maxLength: 6 }),
        fc.array(quality, { minLength: 1, maxLength: 5 }),
        (subjects, qualities) => {
          const before = resultOf(subjects, qualities)
          expect(before).toBeGreaterThanOrEqual(0)
          const [first, ...rest] = subjects
          if (!first) throw new Error('one at least')
          expect(resultOf([{ level: 'T', mark: 10 }, ...rest], qualities)).toBeGreaterThanOrEqual(before)
          expect(resultOf(subjects, ['T', ...qualities.slice(1)])).toBeGreaterThanOrEqual(before)
        },
      ),
      { seed, numRuns: 500 },
    )
  })
})

describe('completion', () => {
  test('PRIM-13 grade 5 completes primary school', () => {
    expect(completion(5, 'H').steps).toContain('Hoàn thành chương trình tiểu học.')
    expect(completion(4, 'H').steps).toContain('Hoàn thành chương trình lớp 4.')
    expect(completion(4, null).value).toBeNull()
  })

  const weak = { tests: [4, 9, 9], levels: { DD: 'H' } } as const
  const again = (reassessed: unknown, more: Case = weak): unknown => verdict({ ...more, reassessed })[2]

  test('PRIM-14 assessed once more: completed, or the principal decides', () => {
    expect(again({ marks: { TV: { ktck: 5 } } })).toBe('completed')
    expect(again({ marks: { TV: { ktck: 4 } } })).toBe('decision-required')
    expect(again({ qualities: { pctn: 'D' } }, { qualities: { pctn: 'C' } })).toBe('completed')
    expect(again({ marks: { AN: { mck: 'H' } } }, { levels: { AN: 'C' } })).toBe('completed')
  })

  test('PRIM-14 an open assessment is guidance, and the result of the year stays', () => {
    expect(again({ marks: { TV: { ktck: null } } })).toBe('guidance')
    expect(again({ marks: { TV: { ktck: 4 } }, qualities: { pctn: null } })).toBe('guidance')
    expect(verdict({ ...weak, reassessed: { marks: { TV: { ktck: 10 } } } })[0]).toBe('C')
  })

  test('PRIM-14 who needs no other assessment is not touched by one', () => {
    expect(verdict({ reassessed: { marks: { TV: { mck: 'C', ktck: 0 } } } })).toEqual(['XS', 'XS', 'completed'])
  })
})

describe('explanations', () => {
  const year = {
    subjects: [
      { subject: 'TV', level: 'T', test: 80 as Tenths },
      { subject: 'AN', level: 'H' },
    ],
    qualities: [{ quality: 'pctt', level: 'D' }],
  } as const

  test('RULE-3 PRIM-8 every level that is missed says why, with the names of the form', () => {
    const { rule, steps } = yearResult(year)
    expect(rule).toBe('TT27/2020 Điều 9.2a')
    expect(steps).toEqual([
      'Mức Hoàn thành xuất sắc: chưa đủ, môn học: Nghệ thuật (Âm nhạc) Hoàn thành; phẩm chất, năng lực: Trung thực Đạt; bài kiểm tra cuối năm dưới 9: Tiếng Việt 8.',
      'Mức Hoàn thành tốt: chưa đủ, môn học: Nghệ thuật (Âm nhạc) Hoàn thành; phẩm chất, năng lực: Trung thực Đạt.',
      'Mức Hoàn thành: đủ điều kiện.',
      'Cách hiểu áp dụng (Điều 9.2a): Kết quả cả năm xét theo mức và bài kiểm tra cuối năm học; học kì I không tính vào.',
    ])
  })

  test('RULE-3 PRIM-10 an undecided result names what is missing', () => {
    const missing = yearResult({ subjects: [{ subject: 'TOAN', level: 'T', test: null }], qualities: [{ quality: 'nltc', level: null }] })
    expect(missing.steps[0]).toBe('Chưa có kết quả: Toán; Tự chủ và tự học.')
    expect(yearResult({ subjects: [], qualities: [] }).value).toBeNull()
  })

  test('RULE-3 PRIM-12 a missing recognition is named and the ruling with it', () => {
    expect(primaryAward('T', { merit: true, byClass: false }).steps).toEqual([
      'Kết quả giáo dục cả năm: Hoàn thành tốt.',
      'Chưa ghi nhận: công nhận của tập thể lớp.',
      'Cách hiểu áp dụng (Điều 13.1): Học sinh Tiêu biểu phải có thành tích hoặc tiến bộ rõ rệt và được tập thể lớp công nhận; không suy ra từ điểm.',
    ])
  })

  test('RULE-2 every ruling of Circular 27 is named, with choice, article and sentence', () => {
    expect(Object.entries(circular27.rulings).map(([name, ruling]) => [name, ruling.choice])).toEqual([
      ['yearEnd', 'end-of-year-only'],
      ['undecided', 'undecided-until-entered'],
      ['competences', 'from-grade-3'],
      ['recognition', 'never-computed'],
      ['reassessment', 'replaces-for-completion-only'],
    ])
  })

  test('PRIM-1 the codes of a level are T, H and C', () => {
    expect(['T', 'H', 'C', 'D', 'K', 'CD', '', null].filter(isSubjectLevel)).toEqual(['T', 'H', 'C'])
    expect(Object.values(subjectLevelNames)).toEqual(['Hoàn thành tốt', 'Hoàn thành', 'Chưa hoàn thành'])
  })
})
