import { expect, test } from 'vitest'
import { differences } from '../../../signing-agent/src/difference.ts'
import { gridSnapshot, signersOf, transcriptSnapshot } from '../../conformance/signing/snapshots.ts'

test('SIGN-49 a reissued transcript says in words what reads otherwise, and nothing else', () => {
  const before = transcriptSnapshot()
  const [first, ...others] = before.subjects
  if (first === undefined) throw new RangeError('a transcript has subjects')
  const after = {
    ...before,
    version: 2,
    replaces: 'ab'.repeat(32),
    subjects: [{ ...first, cn: 100 as typeof first.cn }, ...others],
    study: { ...before.study, cn: 'K' as const },
    promotion: 'retained' as const,
    title: null,
  }
  expect(differences(before, after)).toEqual([
    { place: `${first.name}: cả năm`, before: '7,3', after: '10,0' },
    { place: 'Kết quả học tập cả năm', before: 'Tốt', after: 'Khá' },
    { place: 'Kết quả cuối năm học', before: 'Được lên lớp', after: 'Không được lên lớp' },
    { place: 'Khen thưởng', before: 'Học sinh Giỏi', after: 'Không' },
  ])
})

test('SIGN-49 a student who is in one version only is named', () => {
  const after = gridSnapshot('2025-6A.TOAN.HK1', signersOf('gv.toan'), 3)
  const before = { ...after, students: after.students.slice(0, 2) }
  const gone = differences(after, before)
  expect(gone.length).toBeGreaterThan(3)
  expect(gone.every(({ place, after: now }) => place.includes('(6A-03)') && now === '')).toBe(true)
  expect(differences(before, after)).toHaveLength(gone.length)
})
