import type { Actor } from '@hocba/shared/access'
import { type GridId, type GridName, gridId, terms } from '@hocba/shared/grid'
import { type Office, partiesOf, phanChauTrinh } from '@hocba/shared/policy'
import { type Assignment, type Person, type Student, type SubjectId, inForce, isKeptByHomeroom, subjectsOf } from '@hocba/shared/school'
import { type Signer, type SigningRole, inSigningOrder } from '@hocba/shared/signing'
import type { Party, Slot } from '@hocba/shared/amendment'
import { Fault, type Result } from '@hocba/shared/core'
import { type Clock, dayOf } from '../clock.ts'
import type { DirectoryStore, SchoolRecord } from '../store/port.ts'

/** The directory in memory: who is who and who does what today. Reloaded after each change of the store. */
export class SchoolDirectory {
  readonly #store: DirectoryStore
  readonly #clock: Clock
  readonly policy = phanChauTrinh
  #record: SchoolRecord
  readonly #onChange: (() => void)[] = []
  #people = new Map<string, Person>()
  #students = new Map<string, Student>()
  readonly #actors = new Map<string, Actor>()
  #today = { day: '', assignments: [] as readonly Assignment[] }

  private constructor(store: DirectoryStore, clock: Clock, record: SchoolRecord) {
    this.#store = store
    this.#clock = clock
    this.#record = record
    this.#index()
  }

  /** `otherwise` stands in for the school of a new folder until there is one. @throws Fault `data.empty` without it */
  static async load(store: DirectoryStore, clock: Clock, otherwise?: SchoolRecord): Promise<SchoolDirectory> {
    const record = (await store.read()) ?? otherwise
    if (!record) throw new Fault('data.empty')
    return new SchoolDirectory(store, clock, record)
  }

  async write(change: Partial<SchoolRecord>): Promise<void> {
    await this.#store.write(change)
    await this.#reload()
  }

  /** What ends stays on record with its last day. */
  async assign(change: Parameters<DirectoryStore['assign']>[0]): Promise<void> {
    await this.#store.assign(change)
    await this.#reload()
  }

  /** Hears of every change of people, classes and assignments. */
  onChange(tell: () => void): void {
    this.#onChange.push(tell)
  }

  async #reload(): Promise<void> {
    this.#record = (await this.#store.read()) ?? this.#record
    this.#index()
    for (const tell of this.#onChange) tell()
  }

  #index(): void {
    this.#people = new Map(this.#record.people.map((person) => [person.id, person]))
    this.#students = new Map(this.#record.students.map((student) => [student.id, student]))
    this.#today = { day: '', assignments: [] }
  }

  get record(): SchoolRecord {
    return this.#record
  }

  person(id: string): Person | undefined {
    return this.#people.get(id)
  }

  nameOf(id: string): string {
    return this.#people.get(id)?.name ?? id
  }

  student(id: string): Student | undefined {
    return this.#students.get(id)
  }

  /** A class's students in the order of the register. */
  studentsOf(className: string): readonly Student[] {
    return this.#record.students.filter((student) => student.class === className)
  }

  /** All grids of the year, in the order of class, subject (of the class's grade), term. */
  grids(): readonly GridId[] {
    return this.#record.classes.flatMap((one) =>
      subjectsOf(one.grade).flatMap((subject) => terms.map((term) => gridId(this.#record.year, one.id, subject.id, term))),
    )
  }

  actor(id: string): Actor {
    const assignments = this.#assignments()
    const known = this.#actors.get(id)
    if (known) return known
    const actor = { id, roles: this.#people.get(id)?.roles ?? [], assignments: assignments.filter((one) => one.person === id) }
    this.#actors.set(id, actor)
    return actor
  }

  /** The subject teachers of a grid, by account id; none for the homeroom teacher's grids. */
  teachersOf(className: string, subject: SubjectId): readonly string[] {
    return this.#assignments()
      .filter((one) => one.kind === 'teaches' && one.class === className && one.subject === subject)
      .map((one) => one.person)
      .toSorted()
  }

  homeroomOf(className: string): string | undefined {
    return this.#assignments().find((one) => one.kind === 'homeroom' && one.class === className)?.person
  }

  holderOf(office: Office, className: string): string | undefined {
    if (office === 'homeroom-teacher') return this.homeroomOf(className)
    return this.#record.people.find((person) => person.roles.includes(office))?.id
  }

  /** Who must sign a file of this class, in order (001 art. 12.1-12.3). */
  signersOf(className: string, kind: 'grid' | 'transcript', grid?: Pick<GridName, 'subject'>): readonly Signer[] {
    const chain =
      kind === 'transcript'
        ? this.policy.signing.transcript
        : grid !== undefined && isKeptByHomeroom(grid.subject)
          ? this.policy.signing.homeroomGrid
          : this.policy.signing.grid
    return inSigningOrder(chain.flatMap((role) => this.#holders(role, className, grid).map((person) => this.#signer(role, person))))
  }

  /** The witnesses and the approver of an amendment; refused with the slot that nobody can fill. */
  partiesOf(className: string, requester: string): Result<readonly Party[], Slot> {
    const delegated = this.#assignments().some((one) => one.kind === 'delegate')
    return partiesOf(this.policy, requester, (office) => this.holderOf(office, className), delegated)
  }

  #holders(role: SigningRole, className: string, grid?: Pick<GridName, 'subject'>): readonly string[] {
    switch (role) {
      case 'subject-teacher':
        return grid ? this.teachersOf(className, grid.subject.id) : []
      case 'homeroom-teacher':
        return present(this.homeroomOf(className))
      case 'principal':
        return present(this.#record.people.find((person) => person.roles.includes('principal'))?.id)
      case 'organisation':
        return present(this.#record.people.find((person) => person.roles.includes('clerk'))?.id)
    }
  }

  #signer(role: SigningRole, id: string): Signer {
    const person = this.#people.get(id)
    if (!person) throw new Error(`no person ${id}`)
    const seal = role === 'organisation'
    return {
      role,
      person: id,
      name: seal ? this.#record.school.name : person.name,
      title: seal ? 'Nhà trường' : titleIn(role, person),
      uid: person.uid,
    }
  }

  /** Asked for every edit, and the same all day. */
  #assignments(): readonly Assignment[] {
    const day = dayOf(this.#clock.now())
    if (day === this.#today.day) return this.#today.assignments
    this.#today = { day, assignments: inForce(this.#record.assignments, day) }
    this.#actors.clear()
    return this.#today.assignments
  }
}

const present = (id: string | undefined): readonly string[] => (id === undefined ? [] : [id])

const titleIn = (role: SigningRole, person: Person): string =>
  role === 'subject-teacher' ? 'Giáo viên bộ môn' : role === 'homeroom-teacher' ? 'Giáo viên chủ nhiệm' : person.title

/** What a folder holds before the set-up: nobody, who may do nothing. */
export const noSchool: SchoolRecord = {
  school: { id: '', name: '', authority: '', place: '' },
  year: '',
  demo: false,
  classes: [],
  students: [],
  people: [],
  assignments: [],
}
