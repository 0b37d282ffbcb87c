import { createHash } from 'node:crypto'
import { gridResult, isSubjectLevel, rulebookFor, subjectYear, yearAverage, yearComment } from '@hocba/shared/assessment'
import { isTenths } from '@hocba/shared/core'
import { type CellKey, type CellValue, type GridId, type GridName, cellKey, columnsOf, sameGridIn } from '@hocba/shared/grid'
import { type Student, gradeOf, yearLabel } from '@hocba/shared/school'
import { type AmendedCell, type GridSnapshot, type SnapshotStudent, snapshotBytes } from '@hocba/shared/snapshot'
import type { SchoolDirectory } from '../identity/school.ts'
import type { Frozen, GradebookStore, SnapshotRecord } from '../store/port.ts'

/** What a snapshot is made from at its place in the log. */
export interface SnapshotSource {
  readonly grid: GridName
  readonly cells: ReadonlyMap<CellKey, CellValue>
  readonly remarks: ReadonlyMap<string, string>
  readonly at: string
  readonly order: string
  /** The version before, for an amended one. */
  readonly previous?: GridSnapshot
  readonly amended?: readonly AmendedCell[]
  /** Term 1 as it stands at that moment; needed in term 2. */
  readonly term1?: { readonly digest: string; readonly snapshot: GridSnapshot }
}

/** Makes snapshots and knows which versions exist. */
export class Snapshots {
  readonly #store: GradebookStore
  readonly #school: SchoolDirectory
  readonly #byGrid = new Map<string, SnapshotRecord[]>()
  readonly #byDigest = new Map<string, SnapshotRecord>()

  private constructor(store: GradebookStore, school: SchoolDirectory) {
    this.#store = store
    this.#school = school
  }

  static async load(store: GradebookStore, school: SchoolDirectory): Promise<Snapshots> {
    const snapshots = new Snapshots(store, school)
    for (const record of await store.snapshots()) snapshots.note(record)
    return snapshots
  }

  note(record: SnapshotRecord): void {
    const versions = this.#byGrid.get(record.grid) ?? []
    this.#byGrid.set(record.grid, [...versions, record])
    this.#byDigest.set(record.digest, record)
  }

  versions(grid: string): readonly SnapshotRecord[] {
    return this.#byGrid.get(grid) ?? []
  }

  latest(grid: string): SnapshotRecord | undefined {
    return this.versions(grid).at(-1)
  }

  byDigest(digest: string): SnapshotRecord | undefined {
    return this.#byDigest.get(digest)
  }

  all(): readonly SnapshotRecord[] {
    return [...this.#byDigest.values()]
  }

  async read(record: Pick<SnapshotRecord, 'grid' | 'version'>): Promise<GridSnapshot> {
    const bytes = await this.#store.snapshotBytes(record.grid, record.version)
    if (!bytes) throw new Error(`the snapshot ${record.grid} v${record.version} is missing`)
    return JSON.parse(new TextDecoder().decode(bytes)) as GridSnapshot
  }

  async readLatest(grid: GridId): Promise<{ readonly digest: string; readonly snapshot: GridSnapshot } | undefined> {
    const record = this.latest(grid)
    return record && { digest: record.digest, snapshot: await this.read(record) }
  }

  /** Term 1 of the same class and subject, for a grid of term 2. */
  async term1Of(grid: GridName): Promise<SnapshotSource['term1']> {
    return grid.term === 'HK2' ? this.readLatest(sameGridIn(grid, 'HK1')) : undefined
  }

  /** Pure: the bytes to sign and their digest. Called in the moment in which the row gets its place. */
  make(
    source: SnapshotSource,
    place: { readonly seq: number; readonly epoch: number; readonly version: number },
  ): Frozen & { readonly snapshot: GridSnapshot } {
    const { grid } = source
    const snapshot: GridSnapshot = {
      format: 'hocba-grid-1',
      school: this.#school.record.school,
      grid: grid.id,
      year: yearLabel(grid.year),
      class: grid.class,
      subject: { id: grid.subject.id, name: grid.subject.name, kind: grid.subject.kind },
      term: grid.term,
      rulebook: rulebookFor(grid.year, gradeOf(grid.class))?.id ?? this.#school.policy.rulebook,
      version: place.version,
      seq: place.seq,
      epoch: place.epoch,
      state: 'frozen',
      frozenAt: source.previous?.frozenAt ?? source.at,
      order: source.previous?.order ?? source.order,
      ...(source.previous ? { replaces: digestOf(source.previous) } : {}),
      ...(source.term1 ? { term1: source.term1.digest } : {}),
      columns: columnsOf(grid).map((column) => column.id),
      signers: this.#school.signersOf(grid.class, 'grid', grid),
      students: this.#school.studentsOf(grid.class).map((student) => studentOf(source, student)),
      amendments: [...(source.previous?.amendments ?? []), ...(source.amended ?? [])],
    }
    const bytes = snapshotBytes(snapshot)
    return { bytes, digest: sha256(bytes), snapshot }
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const digestOf = (snapshot: GridSnapshot): string => sha256(snapshotBytes(snapshot))

function studentOf(source: SnapshotSource, student: Student): SnapshotStudent {
  const columns = columnsOf(source.grid)
  const values = new Map(columns.map((column) => [column.id, source.cells.get(cellKey(student.id, column.id)) ?? null]))
  return {
    id: student.id,
    name: student.name,
    birthDate: student.birthDate,
    values: Object.fromEntries(values),
    computed: computedOf(source, student.id, values),
    remark: (source.remarks.get(student.id) ?? '').normalize('NFC'),
  }
}

/** `tb`, and in term 2 `cn` from both terms (Circular 22 art. 9.1); a primary grid holds every level itself (Circular 27 art. 7, 8). */
function computedOf(source: SnapshotSource, student: string, values: ReadonlyMap<string, CellValue>): SnapshotStudent['computed'] {
  if (source.grid.subject.kind !== 'scored' && source.grid.subject.kind !== 'comment') return {}
  const tb = gridResult(source.grid, values)
  if (source.grid.term === 'HK1') return { tb }
  return { tb, cn: yearResult(source.term1?.snapshot.students.find((one) => one.id === student)?.computed.tb ?? null, tb) }
}

/** The year's result from both terms' results; `null` while either is undecided. */
export function yearResult(term1: CellValue, term2: CellValue): CellValue {
  if (term2 === 'D' || term2 === 'CD') return yearComment(term2).value
  if (isSubjectLevel(term2)) return subjectYear(term2).value
  return yearAverage(isTenths(term1) ? term1 : null, isTenths(term2) ? term2 : null).value
}
