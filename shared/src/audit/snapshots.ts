import { canonicalJson, fromBase64 } from '../core/index.ts'
import type { AuditAmendment } from './amendments.ts'
import { type AuditCrypto, type AuditEntry, digestOf } from './entry.ts'
import { AuditFault, type AuditPlace } from './fault.ts'
import type { AuditGrid, AuditVersion } from './grids.ts'
import type { Line } from './lines.ts'
import * as is from './shape.ts'

export const signers = is.list(is.having({ role: is.text, person: is.text }))

const content = is.having(
  {
    format: is.among('hocba-grid-1'),
    grid: is.text,
    version: is.integer,
    seq: is.integer,
    epoch: is.integer,
    state: is.among('frozen'),
    order: is.text,
    columns: is.list(is.text),
    signers,
    students: is.list(
      is.having({
        id: is.text,
        values: is.record(is.cellValue),
        computed: is.having({}, { tb: is.cellValue, cn: is.cellValue }),
        remark: is.text,
      }),
    ),
    amendments: is.list(
      is.having({
        amendment: is.text,
        cell: is.text,
        before: is.cellValue,
        after: is.cellValue,
        requester: is.text,
        witnesses: is.list(is.text),
        approver: is.text,
        at: is.time,
      }),
    ),
  },
  { replaces: is.text, term1: is.text },
)

export type AuditSnapshot = typeof content extends is.Guard<infer T> ? T : never

/** A row `freeze` or `amend` whose snapshot is to come next. */
export interface Awaited {
  readonly entry: AuditEntry
  readonly grid: AuditGrid
  readonly amendment: AuditAmendment | undefined
  /** Digest of the latest version of the same grid in term 1. */
  readonly term1: string | undefined
}

/** The canonical JSON in these bytes, or `undefined`. */
export function parseCanonical(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    return canonicalJson(value) === text ? value : undefined
  } catch {
    return undefined
  }
}

/** Fold of the log = snapshot, value by value (I11). */
export function checkSnapshot(line: Line<'snapshot'>, awaited: Awaited, number: number, crypto: AuditCrypto): void {
  const { entry, grid } = awaited
  const place: AuditPlace = { line: number, entry: entry.index, grid: grid.grid }
  const version = grid.versions.at(-1)
  const bytes = fromBase64(line.bytes) ?? new Uint8Array()
  const isThis =
    version?.version === line.version &&
    line.grid === grid.grid &&
    line.seq === grid.seq &&
    line.at === entry.leaf.at &&
    line.digest === version.digest &&
    digestOf(bytes, crypto) === line.digest
  if (!version || !isThis) throw new AuditFault('snapshot.digest', place)
  const snapshot = parseCanonical(bytes)
  if (!content(snapshot) || !isOfRow(snapshot, awaited, version)) throw new AuditFault('snapshot.content', place)
  if (!grid.partial) compareValues(snapshot, grid, place)
  version.content = snapshot as unknown as NonNullable<AuditVersion['content']>
}

function isOfRow(snapshot: AuditSnapshot, { entry, grid, amendment, term1 }: Awaited, { version }: AuditVersion): boolean {
  const before = grid.versions[version - 2]
  return (
    snapshot.grid === grid.grid &&
    snapshot.version === version &&
    snapshot.seq === grid.seq &&
    snapshot.epoch === grid.epoch &&
    snapshot.order === (before ? before.content?.order : entry.leaf.cause) &&
    snapshot.replaces === before?.digest &&
    snapshot.term1 === term1 &&
    isAmended(snapshot, entry, amendment)
  )
}

function isAmended({ amendments }: AuditSnapshot, entry: AuditEntry, amendment: AuditAmendment | undefined): boolean {
  if (entry.erased) return true
  const made = amendments.filter((one) => one.amendment === entry.leaf.cause)
  if (amendment?.applied && made[0]) amendment.applied = { ...amendment.applied, at: made[0].at }
  const edits = entry.changes as readonly { readonly cell: string; readonly before: unknown; readonly after: unknown }[]
  const approver = amendment?.parties.find((party) => party.slot === 'approver')?.user
  const witnesses = amendment?.parties.filter((party) => party.slot !== 'approver').map((party) => party.user) ?? []
  return (
    made.length === edits.length &&
    made.every((one, at) => {
      const edit = edits[at]
      const sameCell = edit && one.cell === edit.cell && one.before === edit.before && one.after === edit.after
      return (
        sameCell &&
        one.at === made[0]?.at &&
        one.requester === entry.user &&
        one.approver === approver &&
        one.witnesses.join('\n') === witnesses.join('\n')
      )
    })
  )
}

function compareValues({ students, columns }: AuditSnapshot, grid: AuditGrid, place: AuditPlace): void {
  const known = new Set(columns)
  const further = new Map<string, string[]>()
  for (const cell of grid.cells.keys()) {
    const slash = cell.indexOf('/')
    if (known.has(cell.slice(slash + 1))) continue
    const student = cell.slice(0, slash)
    further.set(student, [...(further.get(student) ?? []), cell])
  }
  for (const { id, values, remark } of students) {
    for (const column of columns) {
      const cell = `${id}/${column}`
      if (values[column] !== (grid.cells.get(cell) ?? null)) throw new AuditFault('snapshot.values', { ...place, cell })
    }
    const [cell] = further.get(id)?.toSorted() ?? []
    if (cell !== undefined) throw new AuditFault('snapshot.values', { ...place, cell })
    if (remark !== (grid.remarks.get(id) ?? '').normalize('NFC')) throw new AuditFault('snapshot.values', { ...place, cell: id })
  }
}
