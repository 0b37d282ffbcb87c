import type { SchoolClass, Student } from '@hocba/shared/school'
import type { SchoolRecord } from '../store/port.ts'
import { classList } from './name.ts'
import { demoAssignments, demoClasses, demoPeople } from './people.ts'
import { type Random, randomOf } from './random.ts'

export const demoYear = '2025'
const classSize = 40

const classes: readonly SchoolClass[] = demoClasses.map((id) => ({ id, year: demoYear, grade: Number.parseInt(id, 10) }))

/** The demo school of a fresh data folder: the same on every machine (contract: Demo school). */
export function demoSchool(): SchoolRecord {
  return {
    school: {
      id: 'thcs-hoa-lu',
      name: 'Trường THCS Hoa Lư',
      authority: 'UBND phường Hoa Lư – tỉnh Ninh Bình',
      place: 'Ninh Bình',
    },
    year: demoYear,
    demo: true,
    classes,
    students: demoStudents,
    people: demoPeople,
    assignments: demoAssignments,
  }
}

export const demoStudents: readonly Student[] = classes.flatMap(studentsOf)

function studentsOf({ id, grade }: SchoolClass, classIndex: number): readonly Student[] {
  const random = randomOf(`students ${id}`)
  return classList(classSize, random).map(({ name, gender }, index) => {
    const birthDate = birthDateOf(grade, random)
    const serial = String((classIndex * classSize + index + 1) * 5_501 + 100_000).padStart(6, '0')
    // Built like a citizen id (province, century and gender, year of birth, serial) with a province code that does not exist.
    const personalId = `099${gender === 'male' ? 2 : 3}${birthDate.slice(2, 4)}${serial}`
    return { id: `${id}-${String(index + 1).padStart(2, '0')}`, class: id, name, birthDate, gender, personalId }
  })
}

/** Children enter grade 6 in the year they turn eleven; a few are a year older. */
function birthDateOf(grade: number, random: Random): string {
  const year = Number(demoYear) - grade - 5 - (random.next() < 0.03 ? 1 : 0)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${year}-${two(random.below(12) + 1)}-${two(random.below(28) + 1)}`
}
