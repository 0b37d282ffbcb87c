import { canonicalBytes, canonicalJson } from '../core/index.ts'
import { type AuditCrypto, type AuditEntry, type AuditRowPlace, digestOf } from './entry.ts'
import { AuditFault, type AuditPlace } from './fault.ts'
import type { AuditValue } from './grids.ts'
import { type Line, change } from './lines.ts'
import * as is from './shape.ts'

const named = is.having({ id: is.text, grid: is.gridName, digest: is.digest, state: is.text })
const requestBody = is.having({
  epoch: is.integer,
  changes: is.list(change),
  reason: is.text,
  parties: is.list(is.exactly({ slot: is.text, user: is.text })),
})
const consentBody = is.having({ slot: is.text })
const endBody = is.having({ reason: is.text })

type Named = typeof named extends is.Guard<infer T> ? T : never
type Request = Named & (typeof requestBody extends is.Guard<infer T> ? T : never)
type Cell = { readonly cell: string; readonly before: AuditValue; readonly after: AuditValue }

interface Party {
  readonly slot: string
  readonly user: string
  at?: string
}

/** A correction after the freeze, as its events tell it (004 II.2). */
export interface AuditAmendment {
  readonly request: Request
  readonly requester: string
  readonly at: string
  readonly parties: readonly Party[]
  readonly place: AuditPlace
  state: Line<'amendment'>['amendment']['state']
  closed?: { readonly by: string; readonly at: string; readonly reason: string }
  /** The time is the one that the new snapshot names. */
  applied?: { readonly at?: string; readonly seq: number; readonly version: number }
  readonly grids: Set<string>
  recorded: boolean
}

const acts: Readonly<Record<string, readonly AuditAmendment['state'][]>> = {
  'amend-witness': ['requested'],
  'amend-approve': ['witnessed'],
  'amend-reject': ['requested', 'witnessed'],
  'amend-withdraw': ['requested', 'witnessed', 'approved'],
}

/** Takes effect only with the parties it names, all distinct, each on the same content (I15). */
export class Amendments {
  readonly #crypto: AuditCrypto
  readonly #all = new Map<string, AuditAmendment>()

  constructor(crypto: AuditCrypto) {
    this.#crypto = crypto
  }

  of(id: string | null): AuditAmendment | undefined {
    return this.#all.get(id ?? '')
  }

  /** @throws AuditFault `entry.body`, `amendment.parties` */
  take(entry: AuditEntry): void {
    const { kind } = entry.leaf
    const [body] = entry.changes
    if (!named(body)) throw new AuditFault('entry.body', entry.place)
    if (kind === 'amend-request') return this.#request(entry, body)
    const isEnd = kind === 'amend-reject' || kind === 'amend-withdraw'
    if (!(isEnd ? endBody(body) : consentBody(body))) throw new AuditFault('entry.body', entry.place)
    const known = this.#all.get(body.id)
    const { cause } = entry.leaf
    if (!known || cause !== body.id || body.grid !== known.request.grid || body.digest !== known.request.digest) throw refused(entry)
    if (acts[kind]?.includes(known.state) !== true) throw refused(entry)
    if (isEnd) end(entry, known, String((body as { readonly reason?: unknown }).reason))
    else consent(entry, known, String((body as { readonly slot?: unknown }).slot))
    if (body.state !== known.state) throw refused(entry)
  }

  #request(entry: AuditEntry, body: Named): void {
    if (!requestBody(body)) throw new AuditFault('entry.body', entry.place)
    const { id, grid, epoch, changes, reason, parties } = body
    const content = { id, grid, epoch, changes, reason, requester: entry.user, at: entry.leaf.at }
    const people = new Set([entry.user, ...parties.map((party) => party.user)])
    const holds =
      !this.#all.has(id) &&
      entry.leaf.cause === id &&
      body.state === 'requested' &&
      digestOf(canonicalBytes(content), this.#crypto) === body.digest &&
      people.size === parties.length + 1 &&
      new Set(parties.map((party) => party.slot)).size === parties.length &&
      parties.length >= 2 &&
      parties.some((party) => party.slot === 'approver')
    if (!holds) throw refused(entry)
    this.#all.set(id, {
      request: body,
      requester: entry.user,
      at: entry.leaf.at,
      parties: parties.map(({ slot, user }) => ({ slot, user })),
      place: entry.place,
      state: 'requested',
      grids: new Set(),
      recorded: false,
    })
  }

  /** @throws AuditFault `amendment.parties` where the row `amend` is not what was agreed to */
  apply(entry: AuditEntry, row: AuditRowPlace, edits: readonly Cell[], version: number): void {
    const known = this.of(entry.leaf.cause)
    if (!known || known.requester !== entry.user || known.grids.has(row.grid)) throw refused(entry, row.grid)
    const { grid, epoch, changes } = known.request
    const isOwn = row.grid === grid
    if (isOwn) {
      const agreed = entry.erased || sameCells(edits, changes)
      if (known.state !== 'approved' || row.epoch !== epoch + 1 || !agreed) throw refused(entry, row.grid)
      known.state = 'applied'
      known.applied = { seq: row.seq, version }
    } else {
      const isLater = grid.endsWith('.HK1') && row.grid === `${grid.slice(0, -3)}HK2` && entry.leaf.changes.length === 0
      if (known.state !== 'applied' || !isLater) throw refused(entry, row.grid)
    }
    known.grids.add(row.grid)
  }

  compare({ amendment }: Line<'amendment'>, place: AuditPlace): void {
    const known = this.#all.get(amendment.id)
    if (!known || known.recorded || !agrees(known, amendment)) throw new AuditFault('amendment.record', place)
    known.recorded = true
  }

  close(): void {
    for (const { place, recorded } of this.#all.values()) if (!recorded) throw new AuditFault('amendment.record', place)
  }
}

const refused = (entry: AuditEntry, grid?: string): AuditFault =>
  new AuditFault('amendment.parties', grid === undefined ? entry.place : { ...entry.place, grid }, entry.leaf.kind)

export const sameCells = (a: readonly Cell[], b: readonly Cell[]): boolean =>
  a.length === b.length &&
  a.every(({ cell, before, after }, at) => cell === b[at]?.cell && before === b[at].before && after === b[at].after)

function end(entry: AuditEntry, known: AuditAmendment, reason: string): void {
  const isWithdrawn = entry.leaf.kind === 'amend-withdraw'
  const mine = isWithdrawn ? known.requester === entry.user : known.parties.some((party) => party.user === entry.user)
  if (!mine) throw refused(entry)
  known.state = isWithdrawn ? 'withdrawn' : 'rejected'
  known.closed = { by: entry.user, at: entry.leaf.at, reason }
}

function consent(entry: AuditEntry, known: AuditAmendment, slot: string): void {
  const approves = entry.leaf.kind === 'amend-approve'
  const party = known.parties.find((one) => one.slot === slot)
  if (!party || party.user !== entry.user || party.at !== undefined || approves !== (slot === 'approver')) throw refused(entry)
  party.at = entry.leaf.at
  if (approves) known.state = 'approved'
  else if (known.parties.every((one) => one.slot === 'approver' || one.at !== undefined)) known.state = 'witnessed'
}

function agrees(known: AuditAmendment, given: Line<'amendment'>['amendment']): boolean {
  const { id, grid, epoch, changes, reason, digest } = known.request
  const expected = {
    id,
    grid,
    epoch,
    changes,
    reason,
    requester: known.requester,
    at: known.at,
    digest,
    state: known.state,
    parties: known.parties.map(({ slot, user, at }) => (at === undefined ? { slot, user, done: false } : { slot, user, done: true, at })),
    ...(known.closed ? { closed: known.closed } : {}),
    ...(known.applied ? { applied: { at: given.applied?.at, ...known.applied } } : {}),
  }
  return canonicalJson(expected) === canonicalJson(given)
}
