import { canonicalJson } from '../core/index.ts'
import type { AuditEntry } from './entry.ts'
import { AuditFault, type AuditPlace } from './fault.ts'
import { type Line, orderBody } from './lines.ts'
import * as is from './shape.ts'

type OrderRecord = Line<'order'>['order']

interface Given {
  readonly record: OrderRecord
  readonly place: AuditPlace
  recorded: boolean
}

/** What an order must cover. */
export type Covered =
  | { readonly entry: number }
  | { readonly grid: string }
  | { readonly transcript: string | null; readonly class: string; readonly year: string }

/** The orders of the school, as their events gave them (000 art. 12, 001 art. 24.2). */
export class Orders {
  readonly #given = new Map<string, Given>()

  give(entry: AuditEntry): void {
    const [body] = entry.changes
    if (!orderBody(body) || this.#given.has(body.id)) throw new AuditFault('entry.body', entry.place)
    const { id, action, scope, reason, until } = body
    const { session, at } = entry.leaf
    const record = { id, action, scope, reason, by: entry.user, session, at, ...(until === null ? {} : { until }) }
    this.#given.set(id, { record, place: entry.place, recorded: false })
  }

  /** @throws AuditFault `order.given` */
  demand(entry: AuditEntry, actions: readonly string[], covered: Covered): void {
    const order = this.#given.get(entry.leaf.cause ?? '')?.record
    const place = { ...entry.place, ...('grid' in covered ? { grid: covered.grid } : {}) }
    const holds =
      order && actions.includes(order.action) && order.by !== entry.user && isInTime(order, entry.leaf.at) && covers(order.scope, covered)
    if (!holds) throw new AuditFault('order.given', place)
  }

  compare({ order }: Line<'order'>, place: AuditPlace): void {
    const given = this.#given.get(order.id)
    if (!given || given.recorded || canonicalJson(given.record) !== canonicalJson(order)) throw new AuditFault('order.record', place)
    given.recorded = true
  }

  close(): void {
    for (const { place, recorded } of this.#given.values()) if (!recorded) throw new AuditFault('order.record', place)
  }
}

/** A minute of grace: the row is written a moment after the order was looked at. */
const isInTime = ({ until }: OrderRecord, at: string): boolean => until === undefined || Date.parse(at) <= Date.parse(until) + 60_000

function covers(scope: OrderRecord['scope'], covered: Covered): boolean {
  const { entries, grids, transcripts, class: className, term, year } = scope
  if ('entry' in covered) return Array.isArray(entries) && entries.includes(covered.entry)
  if (entries !== undefined) return false
  if ('grid' in covered) {
    if (grids !== undefined) return Array.isArray(grids) && grids.includes(covered.grid)
    if (transcripts !== undefined) return false
    const [, itsYear = '', itsClass = '', itsTerm = ''] = /^(\d{4})-([^.]+)\..*\.(HK[12])$/.exec(covered.grid) ?? []
    return matches(className, itsClass) && matches(term, itsTerm) && matches(year, itsYear)
  }
  if (transcripts !== undefined)
    return covered.transcript !== null && Array.isArray(transcripts) && transcripts.includes(covered.transcript)
  if (grids !== undefined) return false
  return term === undefined && matches(className, covered.class) && matches(year, covered.year)
}

function matches(wanted: unknown, part: string): boolean {
  if (wanted === undefined || wanted === part) return true
  return is.text(wanted) && wanted.startsWith(`${part}-`)
}
