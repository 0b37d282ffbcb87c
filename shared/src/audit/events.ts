import type { Amendments } from './amendments.ts'
import type { Documents } from './documents.ts'
import type { AuditEntry } from './entry.ts'
import { AuditFault, type AuditPlace } from './fault.ts'
import type { Line } from './lines.ts'
import type { Orders } from './orders.ts'
import * as is from './shape.ts'
import type { Transcripts } from './transcripts.ts'

const eraseBody = is.having({ index: is.natural })
const restoreBody = is.having({ lost: is.integer })
const exportBody = is.having({ school: is.text })

/** Events of the school beside its grids: what they change is kept where it belongs, the rest is free. */
export class Events {
  readonly #orders: Orders
  readonly #amendments: Amendments
  readonly #documents: Documents
  readonly #transcripts: Transcripts
  /** Erased entries that no `erase` has named yet. */
  readonly #erased = new Map<number, AuditPlace>()
  readonly #exports = new Map<number, { readonly at: string; readonly school: unknown }>()
  /** For every line of history that has ended, the size that the log once had. */
  readonly lost: number[] = []

  constructor(orders: Orders, amendments: Amendments, documents: Documents, transcripts: Transcripts) {
    this.#orders = orders
    this.#amendments = amendments
    this.#documents = documents
    this.#transcripts = transcripts
  }

  take(entry: AuditEntry): void {
    const { kind } = entry.leaf
    if (entry.erased) {
      this.noteErased(entry)
      if (kind === 'restore') this.lost.push(0)
      return
    }
    const [body] = entry.changes
    if (entry.changes.length !== 1 || !is.isObject(body)) throw new AuditFault('entry.body', entry.place)
    switch (kind) {
      case 'order':
        return this.#orders.give(entry)
      case 'amend-request':
      case 'amend-witness':
      case 'amend-approve':
      case 'amend-reject':
      case 'amend-withdraw':
        return this.#amendments.take(entry)
      case 'sign':
        return this.#documents.sign(entry)
      case 'initialise':
        return this.#transcripts.initialise(entry)
      case 'issue':
      case 'revoke':
      case 'replace':
        return this.#transcripts.act(entry, kind)
      case 'erase':
        return this.#erase(entry, body)
      case 'restore':
        return void this.lost.push(restoreBody(body) ? body.lost : fault(entry))
      case 'export':
        return void this.#exports.set(entry.index, { at: entry.leaf.at, school: exportBody(body) ? body.school : undefined })
    }
  }

  noteErased(entry: AuditEntry): void {
    this.#erased.set(entry.index, entry.place)
  }

  #erase(entry: AuditEntry, body: unknown): void {
    if (!eraseBody(body) || body.index >= entry.index) throw new AuditFault('erase.event', entry.place)
    this.#orders.demand(entry, ['erase'], { entry: body.index })
    this.#erased.delete(body.index)
  }

  close({ event, exportedAt, school }: Line<'head'>): void {
    const [place] = this.#erased.values()
    if (place) throw new AuditFault('entry.erased', place)
    const found = this.#exports.get(event)
    if (found?.at !== exportedAt || found.school !== school) throw new AuditFault('head.event', { line: 1 })
  }
}

const fault = (entry: AuditEntry): never => {
  throw new AuditFault('entry.body', entry.place)
}
