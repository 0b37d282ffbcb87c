import { type StudentOutcome, assess } from '@hocba/shared/assessment'
import { describe, expect, test } from 'vitest'

const scoredIds = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8']
const commentIds = ['C1', 'C2', 'C3', 'C4']
const subjects = [
  ...scoredIds.map((id) => ({ id, kind: 'scored', regularCount: 2 })),
  ...commentIds.map((id) => ({ id, kind: 'comment', regularCount: 2 })),
]

/** All assessments of a term alike, so that the term, and two such terms, have that average. */
const flat = <Value>(value: Value) => ({ tx: [value, value], gk: value, ck: value })
const bothTerms = <Value>(value: Value) => ({ hk1: flat(value), hk2: flat(value) })

function student(values: readonly number[], more: Readonly<Record<string, unknown>> = {}) {
  const marks = Object.fromEntries([
    ...scoredIds.map((id, index) => [id, bothTerms(values[index] ?? 0)]),
    ...commentIds.map((id) => [id, bothTerms('D')]),
  ])
  return { id: '6A-01', marks, conduct: { hk1: 'T', hk2: 'T' }, absences: 0, ...more }
}

const file = (...students: readonly unknown[]) => ({ rulebook: 'TT22/2021', subjects, students })

function outcome(input: unknown): StudentOutcome {
  const result = assess(input)
  const first = result.ok ? result.value.students[0] : undefined
  if (!first) throw new Error(JSON.stringify(result))
  return first
}

const good = [8, 8.2, 8.5, 9, 8.1, 8, 6.5, 7]
const weak = [5.5, 5.5, 5.2, 5, 5.1, 5.3, 5, 3.2]
const pass = { hk1: 'D', hk2: 'D' }

describe('hocba assess', () => {
  test('ASSESS-1 the output has the shape and key order of the contract, averages with one decimal', () => {
    const input = {
      rulebook: 'TT22/2021',
      subjects: [
        { id: 'TOAN', kind: 'scored', regularCount: 2 },
        { id: 'NT', kind: 'comment', regularCount: 2 },
      ],
      students: [
        {
          id: '6A-01',
          marks: {
            TOAN: { hk1: { tx: [8, 9], gk: 7, ck: 8 }, hk2: { tx: [8.5, 9], gk: 8, ck: 8 } },
            NT: { hk1: { tx: ['D', 'D'], gk: 'D', ck: 'CD' }, hk2: { tx: ['D', 'D'], gk: 'D', ck: 'D' } },
          },
          conduct: { hk1: 'K', hk2: 'T' },
          absences: 2,
        },
      ],
    }
    const result = assess(input)
    expect(JSON.stringify(result.ok ? result.value : result.error)).toBe(
      '{"students":[{"id":"6A-01","subjects":{"TOAN":{"hk1":7.9,"hk2":8.2,"cn":8.1},"NT":{"hk1":"CD","hk2":"D","cn":"D"}},' +
        '"study":{"hk1":"CD","hk2":"CD","cn":"CD"},"adjusted":{"hk1":false,"hk2":false,"cn":false},' +
        '"conduct":{"hk1":"K","hk2":"T","cn":"T"},"title":null,"promotion":"re-assessment"}]}',
    )
  })

  test.each([
    ['T21 RATE-1 Tốt', good, 'T', false],
    ['T24 RATE-7 adjusted to Khá', good.with(6, 4.9), 'K', true],
    ['T25 RATE-7 adjusted to Đạt', good.with(6, 3.4), 'D', true],
    ['T33 RATE-8 not adjusted', [8, 8.2, 8.5, 9, 8.1, 6.6, 4.9, 7], 'D', false],
    ['T43 RATE-4 Chưa đạt', weak, 'CD', false],
  ])('%s in both terms and the year', (_, values, level, adjusted) => {
    const result = outcome(file(student(values)))
    expect(result.study).toEqual({ hk1: level, hk2: level, cn: level })
    expect(result.adjusted).toEqual({ hk1: adjusted, hk2: adjusted, cn: adjusted })
  })

  test('T39 T40 T41 AWARD-1 AWARD-2 AWARD-3 titles', () => {
    expect(outcome(file(student([9, 9, 9, 9, 9, 9, 8, 8]))).title).toBe('XS')
    expect(outcome(file(student([9, 9, 9, 9, 9, 8.9, 8, 8]))).title).toBe('G')
    expect(outcome(file(student([9, 9, 9, 9, 9, 9, 8, 8], { conduct: { hk1: 'K', hk2: 'K' } }))).title).toBeNull()
  })

  test('T42 PROM-2 absences over 45 retain', () => {
    expect(outcome(file(student(good, { absences: 45 }))).promotion).toBe('promoted')
    expect(outcome(file(student(good, { absences: 46 }))).promotion).toBe('retained')
  })

  test('T43 PROM-6 a re-assessment counts for promotion only', () => {
    const before = outcome(file(student(weak, { conduct: pass })))
    const after = outcome(file(student(weak, { conduct: pass, reassessed: { S8: 5 } })))
    expect(before.promotion).toBe('re-assessment')
    expect(after).toEqual({ ...before, promotion: 'promoted' })
  })

  test('PROM-7 still Chưa đạt after re-assessment is retained, an undecided one is not', () => {
    expect(outcome(file(student(weak, { conduct: pass, reassessed: { S8: 3.4 } }))).promotion).toBe('retained')
    expect(outcome(file(student(weak, { conduct: pass, reassessed: { S8: null } }))).promotion).toBe('re-assessment')
    expect(outcome(file(student(weak, { conduct: pass, reassessed: {} }))).promotion).toBe('re-assessment')
  })

  test('T44 PROM-9 study Đạt needs no re-assessment', () => {
    const values = weak.with(7, 4.2)
    expect(outcome(file(student(values, { conduct: pass }))).promotion).toBe('promoted')
    expect(outcome(file(student(values, { conduct: pass, reassessed: { S8: 0 } }))).promotion).toBe('promoted')
  })

  test('T38 PROM-4 PROM-8 conduct Chưa đạt: summer training, or a decision when study is Chưa đạt too', () => {
    const conduct = { hk1: 'T', hk2: 'CD' }
    expect(outcome(file(student(good, { conduct }))).promotion).toBe('summer-training')
    expect(outcome(file(student(weak, { conduct }))).promotion).toBe('decision-required')
  })

  test('ASSESS-3 what is missing is undecided, and so are the year, title and promotion', () => {
    const bare = outcome(file({ id: '6A-01' }))
    const empty = { hk1: null, hk2: null, cn: null }
    expect(bare.subjects['S1']).toEqual(empty)
    expect([bare.study, bare.conduct, bare.title, bare.promotion]).toEqual([empty, empty, null, null])
  })

  test('ASSESS-3 term 1 missing leaves the year average empty, not that of a comment-assessed subject', () => {
    const one = student(good)
    const marks = { ...one.marks, S1: { hk2: flat(8) }, C1: { hk2: flat('D') } }
    const result = outcome(file({ ...one, marks }))
    expect(result.subjects['S1']).toEqual({ hk1: null, hk2: 8, cn: null })
    expect(result.subjects['C1']).toEqual({ hk1: null, hk2: 'D', cn: 'D' })
    expect([result.study, result.title, result.promotion]).toEqual([{ hk1: null, hk2: 'T', cn: null }, null, null])
  })

  test('PROM-3 undecided conduct comes before too many absences', () => {
    expect(outcome(file(student(good, { conduct: { hk1: 'T', hk2: null }, absences: 100 }))).promotion).toBeNull()
  })

  test('ASSESS-1 several students and none', () => {
    const result = assess(file(student(good), student(weak, { id: '6A-02' })))
    expect(result.ok && result.value.students.map(({ id, study }) => [id, study.cn])).toEqual([
      ['6A-01', 'T'],
      ['6A-02', 'CD'],
    ])
    expect(assess(file())).toEqual({ ok: true, value: { students: [] } })
  })
})

describe('input that is refused', () => {
  const marked = (subject: string, hk1: unknown) => file({ id: '6A-01', marks: { [subject]: { hk1 } } })
  const at = (path: string) => expect.objectContaining({ ok: false, error: { path, message: expect.stringMatching(/\S \S/) } })

  test.each([
    ['AVG-1 two decimals', marked('S1', { tx: [8, 8.55] }), 'students[0].marks.S1.hk1.tx[1]'],
    ['AVG-1 above 10', marked('S1', { gk: 10.1 }), 'students[0].marks.S1.hk1.gk'],
    ['AVG-1 below 0', marked('S1', { ck: -0.5 }), 'students[0].marks.S1.hk1.ck'],
    ['AVG-1 not a number', marked('S1', { ck: Number.NaN }), 'students[0].marks.S1.hk1.ck'],
    ['a mark as text', marked('S1', { ck: '8.5' }), 'students[0].marks.S1.hk1.ck'],
    ['a remark where a mark stands', marked('S1', { ck: 'D' }), 'students[0].marks.S1.hk1.ck'],
    ['a mark where a remark stands', marked('C1', { ck: 8 }), 'students[0].marks.C1.hk1.ck'],
    ['tx that is no list', marked('S1', { tx: 8 }), 'students[0].marks.S1.hk1.tx'],
    ['a term that is no object', marked('S1', 8), 'students[0].marks.S1.hk1'],
    ['an unknown assessment', marked('S1', { gki: 8 }), 'students[0].marks.S1.hk1.gki'],
    ['an unknown term', file({ id: '6A-01', marks: { S1: { hk3: {} } } }), 'students[0].marks.S1.hk3'],
    ['an unknown subject', marked('X', {}), 'students[0].marks.X'],
    ['an unknown conduct level', file({ id: '6A-01', conduct: { hk1: 'G' } }), 'students[0].conduct.hk1'],
    ['absences in fractions', file({ id: '6A-01', absences: 1.5 }), 'students[0].absences'],
    ['absences as text', file({ id: '6A-01', absences: '3' }), 'students[0].absences'],
    ['an unknown re-assessed subject', file({ id: '6A-01', reassessed: { X: 5 } }), 'students[0].reassessed.X'],
    ['a re-assessed mark with two decimals', file({ id: '6A-01', reassessed: { S1: 5.25 } }), 'students[0].reassessed.S1'],
    ['a student without an id', file({}), 'students[0].id'],
    ['a student twice', file({ id: '6A-01' }, { id: '6A-01' }), 'students[1].id'],
    ['a student that is no object', file('6A-01'), 'students[0].id'],
    ['another rulebook', { ...file(), rulebook: 'TT58/2011' }, 'rulebook'],
    ['no subjects', { rulebook: 'TT22/2021', students: [] }, 'subjects'],
    ['no students', { rulebook: 'TT22/2021', subjects: [] }, 'students'],
    ['an unknown kind', { ...file(), subjects: [{ id: 'X', kind: 'homeroom', regularCount: 2 }] }, 'subjects[0].kind'],
    ['no count', { ...file(), subjects: [{ id: 'X', kind: 'scored' }] }, 'subjects[0].regularCount'],
    ['a subject twice', { ...file(), subjects: [subjects[0], subjects[0]] }, 'subjects[1].id'],
    ['a list', [], ''],
    ['a text', 'TT22/2021', ''],
    ['nothing', null, 'rulebook'],
  ])('ASSESS-2 %s', (_, input, path) => {
    expect(assess(input)).toEqual(at(path))
  })

  test('ASSESS-2 the first fault in reading order is named', () => {
    expect(assess(marked('S1', { tx: [8.55], gk: 11 }))).toEqual(at('students[0].marks.S1.hk1.tx[0]'))
  })

  test('ASSESS-3 an inherited name is no member: a subject of that name is simply undecided', () => {
    const odd = {
      rulebook: 'TT22/2021',
      subjects: [{ id: 'toString', kind: 'scored', regularCount: 1 }],
      students: [{ id: 'x', marks: {} }],
    }
    expect(outcome(odd).subjects).toEqual({ toString: { hk1: null, hk2: null, cn: null } })
  })

  test('ASSESS-3 __proto__ is a key like any other', () => {
    const odd = JSON.parse(
      '{"rulebook":"TT22/2021","subjects":[{"id":"__proto__","kind":"scored","regularCount":1}],"students":[{"id":"x"}]}',
    )
    expect(Object.keys(outcome(odd).subjects)).toEqual(['__proto__'])
    expect(assess(JSON.parse('{"rulebook":"TT22/2021","subjects":[],"students":[{"id":"x","marks":{"__proto__":{}}}]}'))).toEqual(
      at('students[0].marks.__proto__'),
    )
  })
})
