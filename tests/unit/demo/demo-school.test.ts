import { createHash } from 'node:crypto'
import { canonicalJson } from '@hocba/shared/core'
import { isPersonalId, studySubjects, subjects } from '@hocba/shared/school'
import { expect, test } from 'vitest'
import { demoGrids, demoSchool } from '../../../sync-server/src/demo/index.ts'

const school = demoSchool()

test('DEMO-1 the school is the same on every machine', () => {
  const digest = createHash('sha256').update(canonicalJson(school)).digest('hex')
  expect(digest).toMatchInlineSnapshot(`"d3a8b584b627718a0f17ff823a3379b204df40628498c63c24543b7c16ce0126"`)
  expect(canonicalJson(demoSchool())).toBe(canonicalJson(school))
})

test('DEMO-2 four classes of forty students with unique twelve-digit personal ids', () => {
  expect(school.classes.map((one) => one.id)).toEqual(['6A', '6B', '7A', '7B'])
  for (const { id } of school.classes) {
    const students = school.students.filter((student) => student.class === id)
    expect(students.map((student) => student.id)).toEqual(Array.from({ length: 40 }, (_, n) => `${id}-${String(n + 1).padStart(2, '0')}`))
    expect(new Set(students.map((student) => student.name)).size).toBe(40)
  }
  expect(school.students.every((student) => isPersonalId(student.personalId))).toBe(true)
  expect(new Set(school.students.map((student) => student.personalId)).size).toBe(160)
})

test('DEMO-3 every name is in composed form', () => {
  for (const { name } of [...school.students, ...school.people, school.school]) expect(name).toBe(name.normalize('NFC'))
})

test('DEMO-4 every account of the contract exists, with a uid of its own', () => {
  const accounts =
    'hieutruong phohieutruong quantrihocba vanthu hocvu quantri gv.toan gv.van gv.anh gv.khtn1 gv.khtn2 gv.gdcd gv.lsdl gv.cn gv.tin gv.gdtc gv.nt gv.gddp gv.hdtn totruong.khtn phuhuynh.001 thanhtra sogd'
  expect(school.people.map((person) => person.id).toSorted()).toEqual(accounts.split(' ').toSorted())
  expect(new Set(school.people.map((person) => person.uid)).size).toBe(school.people.length)
  for (const person of school.people) expect(person.uid).toMatch(person.id === 'vanthu' ? /^MST:\d{10}$/ : /^CCCD:\d{12}$/)
})

test('DEMO-5 every class has a homeroom teacher and a teacher in every subject, KHTN two', () => {
  for (const { id } of school.classes) {
    expect(school.assignments.filter((one) => one.kind === 'homeroom' && one.class === id)).toHaveLength(1)
    for (const subject of studySubjects) {
      const teachers = school.assignments.filter((one) => one.kind === 'teaches' && one.class === id && one.subject === subject.id)
      expect(teachers).toHaveLength(subject.id === 'KHTN' ? 2 : 1)
    }
  }
})

test('DEMO-6 every class has a grid a subject and term', () => {
  expect(new Set(demoGrids.map((grid) => grid.id)).size).toBe(4 * subjects.length * 2)
})
