import { decide } from '@hocba/shared/access'
import { Fault, next } from '@hocba/shared/core'
import { type TranscriptEvent, transcriptMachine } from '@hocba/shared/issue'
import { rfc3339 } from '../clock.ts'
import { coversTranscript, orderFor } from '../freeze/orders.ts'
import { Group, type Waiting } from '../group.ts'
import { eventOf } from '../log/event.ts'
import { type Call, demand, param } from '../listen/route.ts'
import type { Services } from '../services.ts'
import type { OrderAction, TranscriptRecord } from '../store/port.ts'

/** One person's request about one transcript. */
interface Asked {
  readonly call: Call
  readonly event: 'issue' | 'revoke'
  readonly order: string
}

/** Issues and revokes transcripts (000 art. 14); those asked for at once go on record together. */
export class TranscriptChanges {
  readonly #services: Services
  readonly #group: Group<Asked, TranscriptRecord>

  constructor(services: Services) {
    this.#services = services
    // Nor while a signature comes in: it would overwrite the state that is being changed.
    this.#group = new Group(services.exclusive, 'signing', (group) => this.#keep(group))
  }

  async make(asked: Asked): Promise<TranscriptRecord> {
    demand(decide(asked.call.actor, `transcript.${asked.event}`))
    return this.#group.add(asked)
  }

  async #keep(group: readonly Waiting<Asked, TranscriptRecord>[]): Promise<void> {
    const changed = new Map<string, TranscriptRecord>()
    const judged: { readonly waiting: Waiting<Asked, TranscriptRecord>; readonly record: TranscriptRecord }[] = []
    for (const waiting of group) {
      const record = await this.#judge(waiting.asked, changed).catch(waiting.fail)
      if (record === undefined) continue
      changed.set(record.id, record)
      judged.push({ waiting, record })
    }
    await Promise.all(judged.map(({ waiting, record }) => this.#record(waiting.asked, record)))
    await this.#services.stores.transcripts.putTranscripts([...changed.values()])
    for (const { waiting, record } of judged) await this.#finish(waiting.asked, record).then(() => waiting.settle(record), waiting.fail)
  }

  /** `changed` are the answers to who asked before. */
  async #judge({ call, event, order }: Asked, changed: ReadonlyMap<string, TranscriptRecord>): Promise<TranscriptRecord> {
    const id = param(call, 'id')
    const record = changed.get(id) ?? (await demandTranscript(this.#services, id))
    await demandOrdered(this.#services, record, order, [event])
    return { ...record, state: stateAfter(record, event) }
  }

  /** A revoked transcript has nothing left to sign. */
  async #finish({ event }: Asked, { id, version }: TranscriptRecord): Promise<void> {
    if (event === 'revoke') await this.#services.signing.lapse(id, version + 1)
  }

  async #record({ call, event, order }: Asked, { id, digest }: TranscriptRecord): Promise<void> {
    const { queue, clock } = this.#services
    await queue.record({ event: { ...eventOf(event, call, rfc3339(clock.now()), { id }, digest), cause: order } })
  }
}

/** The order's id. */
export async function demandOrdered(
  { stores, clock }: Services,
  record: TranscriptRecord,
  order: string,
  actions: readonly OrderAction[],
): Promise<string> {
  return (await orderFor(stores.gradebook, order, actions, (one) => coversTranscript(one, record), clock.now())).id
}

export async function demandTranscript({ stores }: Services, id: string): Promise<TranscriptRecord> {
  const record = await stores.transcripts.transcript(id)
  if (!record) throw new Fault('transcript.unknown')
  return record
}

export function stateAfter(record: TranscriptRecord, event: TranscriptEvent): TranscriptRecord['state'] {
  const state = next(transcriptMachine, record.state, event)
  if (!state.ok) throw new Fault('transcript.state')
  return state.value
}
