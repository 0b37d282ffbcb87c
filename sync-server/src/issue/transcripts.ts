import { isLevel, studentYear, subjectResult } from '@hocba/shared/assessment'
import { type GridId, type Term, gridId, terms } from '@hocba/shared/grid'
import { type Student, studySubjects, yearLabel } from '@hocba/shared/school'
import type { Attestation, GridSnapshot, Level, ThreeTerms, TranscriptSnapshot, TranscriptSubject } from '@hocba/shared/snapshot'
import { parseGridId } from '@hocba/shared/grid'
import type { Services } from '../services.ts'

/** A class's frozen and fully signed year: what its transcripts are made from. */
export interface SignedYear {
  readonly class: string
  readonly year: string
  readonly grids: ReadonlyMap<
    GridId,
    { readonly snapshot: GridSnapshot; readonly digest: string; readonly attestations: readonly Attestation[] }
  >
}

/** The grids of the class that are not yet frozen and signed by everybody, by id. */
export async function unsignedGrids(services: Services, className: string, year: string): Promise<readonly GridId[]> {
  const unsigned: GridId[] = []
  for (const id of gridsOf(services, className, year)) {
    const latest = services.snapshots.latest(id)
    if (!latest || !(await services.signing.isSigned(id, latest.version))) unsigned.push(id)
  }
  return unsigned
}

export async function readSignedYear(services: Services, className: string, year: string): Promise<SignedYear> {
  const grids = new Map<GridId, { snapshot: GridSnapshot; digest: string; attestations: readonly Attestation[] }>()
  for (const id of gridsOf(services, className, year)) {
    const latest = await services.snapshots.readLatest(id)
    if (latest) grids.set(id, { ...latest, attestations: await attestationsOf(services, id, latest.snapshot.version, latest.digest) })
  }
  return { class: className, year, grids }
}

const gridsOf = ({ school }: Services, className: string, year: string): readonly GridId[] =>
  school.grids().filter((id) => {
    const grid = parseGridId(id)
    return grid?.class === className && grid.year === year
  })

/** The subject teachers' signatures under a grid (contract: Signing). */
async function attestationsOf({ signing }: Services, grid: GridId, version: number, digest: string): Promise<readonly Attestation[]> {
  const jobs = await signing.jobsOfFile(grid, version)
  return jobs.flatMap(({ role, person, attestation }) =>
    role === 'subject-teacher' && attestation ? [{ grid, version, digest, person, ...attestation }] : [],
  )
}

export interface NewTranscript {
  readonly id: string
  readonly version: number
  readonly replaces?: string
  readonly student: Student
  readonly createdAt: string
  readonly order: string
}

/** One student's year in the form of Circular 22, every value from signed grids. Pure. */
export function makeTranscript({ school }: Pick<Services, 'school'>, year: SignedYear, made: NewTranscript): TranscriptSnapshot {
  const subjects = studySubjects.map((subject) => subjectOf(year, made.student.id, subject))
  const absences = terms.reduce((sum, term) => sum + absencesIn(year, made.student.id, term), 0)
  const { study, conduct, promotion, title } = studentYear({
    subjects: subjects.map((subject) => eachTerm((term) => subjectResult(subject, subject[term]))),
    conduct: conductOf(year, made.student.id),
    absences,
  })
  const { class: _, ...student } = made.student
  return {
    format: 'hocba-transcript-1',
    id: made.id,
    version: made.version,
    ...(made.replaces === undefined ? {} : { replaces: made.replaces }),
    school: school.record.school,
    year: yearLabel(year.year),
    class: year.class,
    student,
    rulebook: school.policy.rulebook,
    createdAt: made.createdAt,
    order: made.order,
    signers: school.signersOf(year.class, 'transcript'),
    subjects,
    study: eachTerm((term) => study[term].value.level),
    adjusted: eachTerm((term) => study[term].value.adjusted),
    conduct: { ...conduct, cn: conduct.cn.value },
    absences,
    promotion: promotion.value,
    title: title.value,
    remark: remarkIn(year, made.student.id, 'GVCN', 'HK2'),
    sources: [...year.grids].map(([grid, { snapshot, digest }]) => ({ grid, version: snapshot.version, digest })),
  }
}

const eachTerm = <T>(make: (term: 'hk1' | 'hk2' | 'cn') => T): ThreeTerms<T> => ({ hk1: make('hk1'), hk2: make('hk2'), cn: make('cn') })

function subjectOf(year: SignedYear, student: string, subject: (typeof studySubjects)[number]): TranscriptSubject {
  const hk1 = year.grids.get(gridId(year.year, year.class, subject.id, 'HK1'))
  const hk2 = year.grids.get(gridId(year.year, year.class, subject.id, 'HK2'))
  const computed2 = hk2?.snapshot.students.find((one) => one.id === student)
  return {
    id: subject.id,
    name: subject.name,
    kind: subject.kind === 'comment' ? 'comment' : 'scored',
    hk1: hk1?.snapshot.students.find((one) => one.id === student)?.computed.tb ?? null,
    hk2: computed2?.computed.tb ?? null,
    cn: computed2?.computed.cn ?? null,
    remark: computed2?.remark ?? '',
    attestations: [...(hk1?.attestations ?? []), ...(hk2?.attestations ?? [])],
  }
}

const homeroomStudent = (year: SignedYear, student: string, term: Term): GridSnapshot['students'][number] | undefined =>
  year.grids.get(gridId(year.year, year.class, 'GVCN', term))?.snapshot.students.find((one) => one.id === student)

function conductOf(year: SignedYear, student: string): { readonly hk1: Level | null; readonly hk2: Level | null } {
  const of = (term: Term): Level | null => {
    const level = homeroomStudent(year, student, term)?.values.rl
    return isLevel(level) ? level : null
  }
  return { hk1: of('HK1'), hk2: of('HK2') }
}

function absencesIn(year: SignedYear, student: string, term: Term): number {
  const value = homeroomStudent(year, student, term)?.values.nghi
  return typeof value === 'number' ? value : 0
}

const remarkIn = (year: SignedYear, student: string, subject: 'GVCN', term: Term): string =>
  year.grids.get(gridId(year.year, year.class, subject, term))?.snapshot.students.find((one) => one.id === student)?.remark ?? ''
