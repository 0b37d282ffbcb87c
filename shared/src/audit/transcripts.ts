import { canonicalJson, fromBase64 } from '../core/index.ts'
import type { Documents } from './documents.ts'
import { type AuditCrypto, type AuditEntry, digestOf } from './entry.ts'
import { AuditFault, type AuditPlace } from './fault.ts'
import type { AuditVersion } from './grids.ts'
import type { Line } from './lines.ts'
import type { Orders } from './orders.ts'
import * as is from './shape.ts'
import { parseCanonical, signers } from './snapshots.ts'
import { checkTranscriptValues } from './transcript-values.ts'

const initialiseBody = is.having({
  id: is.text,
  student: is.text,
  class: is.text,
  year: is.text,
  version: is.integer,
  signers: is.integer,
  replaces: is.orNull(is.digest),
})
const actBody = is.having({ id: is.text })
const replaceBody = is.having({ id: is.text, successor: is.text })

const content = is.having(
  {
    format: is.among('hocba-transcript-1'),
    id: is.text,
    version: is.integer,
    class: is.text,
    order: is.text,
    createdAt: is.text,
    student: is.having({ id: is.text }),
    signers,
    subjects: is.list(is.having({ id: is.text, hk1: is.cellValue, hk2: is.cellValue, cn: is.cellValue, remark: is.text })),
    conduct: is.having({ hk1: is.cellValue, hk2: is.cellValue }),
    absences: is.integer,
    sources: is.list(is.having({ grid: is.text, version: is.integer, digest: is.digest })),
  },
  { replaces: is.text },
)

export type AuditTranscriptContent = typeof content extends is.Guard<infer T> ? T : never

type Body = typeof initialiseBody extends is.Guard<infer T> ? T : never

/** A student's transcript as its events tell it (001 art. 12-14). */
export interface AuditTranscript {
  readonly body: Body
  readonly digest: string
  readonly order: string
  readonly place: AuditPlace & { readonly entry: number }
  state: 'initialised' | 'issued' | 'revoked' | 'replaced'
  successor?: string
  /** Initialised again: the first time came to nothing. */
  lapsed: boolean
  recorded: boolean
  content?: AuditTranscriptContent
}

/** From which states an act leads on; each may be repeated in the state it led to. */
const acts = {
  issue: { from: ['signed', 'issued'], to: 'issued', orders: ['issue'] },
  revoke: { from: ['initialised', 'signed', 'issued', 'revoked'], to: 'revoked', orders: ['revoke'] },
  replace: { from: ['revoked', 'replaced'], to: 'replaced', orders: ['issue', 'revoke'] },
} as const

export class Transcripts {
  readonly #crypto: AuditCrypto
  readonly #documents: Documents
  readonly #orders: Orders
  readonly all = new Map<string, AuditTranscript>()
  readonly #newest = new Map<string, AuditTranscript>()

  constructor(crypto: AuditCrypto, documents: Documents, orders: Orders) {
    this.#crypto = crypto
    this.#documents = documents
    this.#orders = orders
  }

  stateOf({ state, body }: AuditTranscript): AuditTranscript['state'] | 'signed' {
    return state === 'initialised' && this.#documents.isComplete(body.id, body.version) ? 'signed' : state
  }

  initialise(entry: AuditEntry): void {
    const [body] = entry.changes
    const { digest, cause } = entry.leaf
    if (!initialiseBody(body)) throw new AuditFault('entry.body', entry.place)
    const replaced = body.replaces === null ? undefined : [...this.all.values()].find((one) => one.digest === body.replaces)
    const follows =
      body.replaces === null
        ? body.version === 1
        : replaced?.state === 'replaced' && replaced.successor === body.id && body.version === replaced.body.version + 1
    if (this.all.has(body.id) || digest === null || cause === null || !follows) throw new AuditFault('transcript.event', entry.place)
    const covered = { transcript: replaced?.body.id ?? null, class: body.class, year: body.year }
    this.#orders.demand(entry, replaced ? ['issue', 'revoke'] : ['issue'], covered)
    const made: AuditTranscript = { body, digest, order: cause, place: entry.place, state: 'initialised', lapsed: false, recorded: false }
    this.all.set(body.id, made)
    const name = [body.student, body.class, body.year, body.version].join('\n')
    const before = this.#newest.get(name)
    if (before) before.lapsed = true
    this.#newest.set(name, made)
    this.#documents.add(body.id, body.version, {
      digest,
      count: () => body.signers,
      signers: () => made.content?.signers,
      mayBeSigned: () => made.state !== 'revoked' && made.state !== 'replaced',
    })
  }

  act(entry: AuditEntry, kind: keyof typeof acts): void {
    const [body] = entry.changes
    if (!actBody(body) || (kind === 'replace' && !replaceBody(body))) throw new AuditFault('entry.body', entry.place)
    const transcript = this.all.get(body.id)
    const { from, to, orders } = acts[kind]
    const successor = kind === 'replace' && replaceBody(body) ? body.successor : undefined
    const holds =
      transcript &&
      entry.leaf.digest === transcript.digest &&
      (from as readonly string[]).includes(this.stateOf(transcript)) &&
      !(kind === 'replace' && this.all.has(successor ?? ''))
    if (!holds) throw new AuditFault('transcript.event', entry.place)
    this.#orders.demand(entry, orders, { transcript: body.id, class: transcript.body.class, year: transcript.body.year })
    transcript.state = to
    if (kind === 'replace' && successor !== undefined) transcript.successor = successor
  }

  /** @throws AuditFault `transcript.record`, `transcript.values` */
  compare({ record, bytes }: Line<'transcript'>, place: AuditPlace, versions: (grid: string) => readonly AuditVersion[]): void {
    const known = this.all.get(record.id)
    if (!known || known.lapsed || known.recorded) throw new AuditFault('transcript.record', place)
    const { id, student, class: className, year, version, replaces } = known.body
    const { digest, order } = known
    const successor = known.state === 'replaced' ? { replacedBy: known.successor } : {}
    const state = this.stateOf(known)
    const expected = { id, student, class: className, year, version, state, digest, createdAt: record.createdAt, order, ...successor }
    const raw = fromBase64(bytes) ?? new Uint8Array()
    const snapshot = parseCanonical(raw)
    const holds =
      canonicalJson(expected) === canonicalJson(record) &&
      digestOf(raw, this.#crypto) === digest &&
      content(snapshot) &&
      snapshot.id === id &&
      snapshot.version === version &&
      snapshot.class === className &&
      snapshot.order === order &&
      snapshot.createdAt === record.createdAt &&
      snapshot.student.id === student &&
      snapshot.replaces === (replaces ?? undefined) &&
      this.#isSignedBy(known, snapshot)
    if (!holds) throw new AuditFault('transcript.record', place)
    known.content = snapshot
    known.recorded = true
    checkTranscriptValues(snapshot, known.body, versions, place)
  }

  #isSignedBy({ body }: AuditTranscript, snapshot: AuditTranscriptContent): boolean {
    const positions = this.#documents.of(body.id, body.version)?.positions.values() ?? []
    return (
      snapshot.signers.length === body.signers &&
      [...positions].every(({ position, user, role }) => {
        const signer = snapshot.signers[position]
        return signer !== undefined && signer.person === user && signer.role === role
      })
    )
  }

  close(): void {
    for (const { place, recorded, lapsed } of this.all.values()) if (!recorded && !lapsed) throw new AuditFault('transcript.record', place)
  }
}
