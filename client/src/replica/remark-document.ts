import { readRemarks, remarkRoot } from '@hocba/shared/document'
import * as Y from 'yjs'
import type { RemarkIntent, RemarkRow, Row } from '../outbox/index.ts'
import { writeRemark } from './remark-text.ts'
import { mergeText } from './splice.ts'
import { TwofoldDocument } from './twofold.ts'

/** What was typed since the last time it was taken, as the outbox needs it. */
export interface Typed {
  readonly remarks: readonly RemarkIntent[]
  readonly update: Uint8Array<ArrayBuffer>
  readonly clientId: number
  readonly clock: number
}

export interface RemarkEvents {
  /** Something was typed that no row holds yet. */
  readonly typed: () => void
  /** What was typed must become a row now: the text is about to change under it. */
  readonly due: () => void
  readonly changed: (students: ReadonlySet<string>) => void
}

const prefix = remarkRoot('')
const notTyped: ReadonlySet<unknown> = new Set(['server', 'restore'])

/** The remarks of a grid. An editor writes each keystroke into the document; they are taken together as one update. */
export class RemarkDocument extends TwofoldDocument<RemarkRow> {
  readonly #events: RemarkEvents
  readonly #texts = new Map<string, string>()
  #updates: Uint8Array[] = []
  /** What stood there when typing began. */
  #before = new Map<string, string>()
  #generation = 0

  constructor(events: RemarkEvents) {
    super()
    this.#events = events
    this.#watch()
  }

  /** Grows with each rebuild: an editor of an earlier one writes into nothing. */
  get generation(): number {
    return this.#generation
  }

  get hasTyped(): boolean {
    return this.#updates.length > 0
  }

  fragment(student: string): Y.XmlFragment {
    this.text(student) // known before anything is typed
    return this.working.getXmlFragment(remarkRoot(student))
  }

  text(student: string): string {
    const text = this.#texts.get(student) ?? readRemarks(this.working, [student]).get(student) ?? ''
    this.#texts.set(student, text)
    return text
  }

  override isOwn(row: Row): row is RemarkRow {
    return 'remarks' in row && Array.isArray(row.remarks)
  }

  override applyServer(update: Uint8Array): void {
    if (this.hasTyped) this.#events.due()
    super.applyServer(update)
  }

  /** Takes what was typed as one update, as it is to be sent. */
  take(): Typed | undefined {
    if (!this.hasTyped) return undefined
    const update = Y.mergeUpdates(this.#updates) as Uint8Array<ArrayBuffer>
    const clientId = this.working.clientID
    const clock = Y.parseUpdateMeta(update).from.get(clientId) ?? Y.getState(this.working.store, clientId)
    const remarks = [...this.#before].map(([student, before]): RemarkIntent => ({ student, before, text: this.text(student) }))
    this.#updates = []
    this.#before = new Map()
    return { remarks, update, clientId, clock }
  }

  /** Writes what somebody meant, whatever the text has become; as if it were typed. */
  write(remarks: readonly RemarkIntent[], origin: 'typed' | 'replay' = 'typed'): void {
    this.working.transact(() => {
      for (const { student, before, text } of remarks) {
        const current = this.text(student)
        writeRemark(this.fragment(student), current, mergeText(before, text, current))
      }
    }, origin)
  }

  override rebuild(waiting: readonly RemarkRow[]): readonly RemarkRow[] {
    const typed = this.take()
    const old = this.renew()
    this.#generation += 1
    this.#texts.clear()
    this.#watch()
    const rows = waiting.map((row) => this.#replay(row))
    if (typed) this.write(typed.remarks)
    this.#events.changed(new Set([...old.share.keys(), ...this.working.share.keys()].flatMap(studentOf)))
    old.destroy()
    return rows
  }

  /** `before` stays what the author saw when typing; only the bytes are new. */
  #replay(row: RemarkRow): RemarkRow {
    this.write(row.remarks, 'replay')
    const typed = this.take()
    const nothing = { update: Uint8Array.of(0, 0), clientId: this.working.clientID, clock: 0 }
    return { ...row, ...(typed ?? nothing), remarks: row.remarks, state: { kind: 'waiting' } }
  }

  #watch(): void {
    this.working.on('update', (update: Uint8Array, origin: unknown, doc: Y.Doc, transaction: Y.Transaction) => {
      const students = studentsOf(doc, transaction)
      const isTyped = !notTyped.has(origin)
      if (isTyped) this.#updates.push(update)
      for (const student of students) {
        if (isTyped && !this.#before.has(student)) this.#before.set(student, this.#texts.get(student) ?? '')
        this.#texts.delete(student)
        if (!isTyped) this.text(student)
      }
      this.#events.changed(students)
      if (isTyped && origin !== 'replay') this.#events.typed()
    })
  }
}

/** The students whose remark a transaction touched. A root that nobody has looked at yet is of no type, and tells no observer. */
function studentsOf(doc: Y.Doc, { changed }: Y.Transaction): ReadonlySet<string> {
  const touched = new Set<unknown>([...changed.keys()].map((type) => rootOf(type as Y.AbstractType<unknown>)))
  return new Set([...doc.share].flatMap(([name, type]) => (touched.has(type) ? studentOf(name) : [])))
}

function rootOf(type: Y.AbstractType<unknown>): Y.AbstractType<unknown> {
  let at = type
  while (at.parent) at = at.parent
  return at
}

const studentOf = (name: string): readonly string[] => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])
