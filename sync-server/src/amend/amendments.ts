import { decide } from '@hocba/shared/access'
import { type Amendment, type AmendmentEvent, type CellChange, amendmentContent, amendmentMachine, nextAct } from '@hocba/shared/amendment'
import { Fault, canonicalBytes, next } from '@hocba/shared/core'
import { type CellKey, type CellValue, isCellValue, sameGridIn } from '@hocba/shared/grid'
import type { EventKind } from '@hocba/shared/log'
import type { AmendedCell } from '@hocba/shared/snapshot'
import { newId, rfc3339 } from '../clock.ts'
import { openRoom, remarksOf, roomFor } from '../freeze/windows.ts'
import { cellRules } from '../gate/gate.ts'
import { sha256Hex } from '../identity/digest.ts'
import { eventOf } from '../log/event.ts'
import { type Call, demand } from '../listen/route.ts'
import type { Author, Changed, Room } from '../room/room.ts'
import type { Services } from '../services.ts'
import type { SchoolEvent } from '../store/port.ts'

interface Request {
  readonly grid: string
  readonly changes: readonly { readonly cell: string; readonly after: CellValue }[]
  readonly reason: string
}

/** A teacher's written proposal (004 II.2): old and new values, reason, and the parties the policy names. */
export async function requestAmendment(services: Services, call: Call, request: Request): Promise<Amendment> {
  const { school, clock } = services
  const room = await roomFor(services, call, 'amendment.request', request.grid)
  await room.settled()
  demand(decide(call.actor, 'amendment.request', { grid: room.grid, state: room.head.state }))
  const parties = school.partiesOf(room.grid.class, call.actor.id)
  if (!parties.ok) throw new Fault('amendment.state', { detail: `Không có người đảm nhận vai trò ${parties.error}.` })
  const proposal = {
    id: newId(),
    grid: room.grid.id,
    epoch: room.head.epoch,
    changes: changesOf(services, room, request.changes),
    reason: request.reason.normalize('NFC'),
    requester: call.actor.id,
    at: rfc3339(clock.now()),
  }
  const amendment: Amendment = {
    ...proposal,
    digest: sha256Hex(canonicalBytes(amendmentContent(proposal))),
    state: 'requested',
    parties: parties.value,
  }
  return put(services, call, 'amend-request', amendment, proposal.at, {
    epoch: amendment.epoch,
    changes: amendment.changes.map((change) => ({ ...change })),
    reason: amendment.reason,
    parties: amendment.parties.map(({ slot, user }) => ({ slot, user })),
  })
}

function changesOf({ school }: Services, room: Room, asked: Request['changes']): readonly CellChange[] {
  const rules = cellRules(room.grid, new Set(school.studentsOf(room.grid.class).map((student) => student.id)))
  const present = room.cells()
  const seen = new Set<string>()
  return asked.map(({ cell, after }) => {
    const kind = rules.kindOf(cell)
    if (kind === undefined || seen.has(cell)) throw new Fault('cell.unknown', { extra: { cells: [cell] } })
    if (after === null || !isCellValue(kind, after)) throw new Fault('value.invalid', { extra: { cells: [cell] } })
    seen.add(cell)
    const before = present.get(cell as CellKey) ?? null
    if (before === after) throw new Fault('value.invalid', { detail: 'Giá trị mới giống giá trị đang có.', extra: { cells: [cell] } })
    return { cell: cell as CellKey, before, after }
  })
}

/** witness, approve: consent of the named party, freshly signed in, to exactly the content they were shown (I15). */
export async function consent(services: Services, call: Call, id: string, act: 'witness' | 'approve', digest: string): Promise<Amendment> {
  const amendment = await shown(services, id, digest)
  const party = amendment.parties.find((one) => one.user === call.actor.id && (one.slot === 'approver') === (act === 'approve'))
  if (!party) throw new Fault('forbidden')
  if (nextAct(amendment, call.actor.id) !== act) throw new Fault('amendment.state')
  const at = rfc3339(services.clock.now())
  const parties = amendment.parties.map((one) => (one === party ? { ...one, done: true, at } : one))
  const everyWitness = parties.every((one) => one.slot === 'approver' || one.done)
  const state = act === 'approve' || everyWitness ? stateAfter(amendment, act) : amendment.state
  return put(services, call, `amend-${act}`, { ...amendment, parties, state }, at, { slot: party.slot })
}

/** reject by a party, withdraw by the requester: ends without a change. */
export async function end(
  services: Services,
  call: Call,
  id: string,
  act: 'reject' | 'withdraw',
  digest: string,
  reason: string,
): Promise<Amendment> {
  const amendment = await shown(services, id, digest)
  const mine = act === 'withdraw' ? amendment.requester === call.actor.id : amendment.parties.some((party) => party.user === call.actor.id)
  if (!mine) throw new Fault('forbidden')
  const closed = { by: call.actor.id, at: rfc3339(services.clock.now()), reason }
  return put(services, call, `amend-${act}`, { ...amendment, state: stateAfter(amendment, act), closed }, closed.at, { reason })
}

/**
 * The change itself, in the requester's own session (004 II.2): a new entry, a new version of the snapshot, and if
 * term 2 was made from it, a new version of that too, in one transaction. Returns once durable.
 */
export async function apply(services: Services, call: Call, id: string, digest: string): Promise<Amendment & { readonly version: number }> {
  const amendment = await shown(services, id, digest)
  if (amendment.requester !== call.actor.id) throw new Fault('forbidden')
  if (nextAct(amendment, call.actor.id) !== 'apply') throw new Fault('amendment.state')
  const room = await openRoom(services, amendment.grid)
  const later = room.grid.term === 'HK1' ? await openRoom(services, sameGridIn(room.grid, 'HK2')) : undefined
  const sources = await sourcesOf(services, room, later)
  // From here to the queue there is no await: nobody slips in between the check and the change.
  const present = room.cells()
  if (room.pending.epoch !== amendment.epoch || amendment.changes.some((change) => (present.get(change.cell) ?? null) !== change.before))
    throw new Fault('amendment.conflict')
  const author: Author = { actor: call.actor, session: call.session.id }
  const at = rfc3339(services.clock.now())
  const made = changeBoth(services, { amendment, room, later, sources, author, at })
  const [outcome, laterOutcome] = await Promise.all([made.own, made.later])
  if (!outcome.ok) throw new Fault(outcome.error.code)
  if (laterOutcome?.ok === false) throw new Fault(laterOutcome.error.code)
  await noteVersion(services, room, outcome.value, at)
  if (later && laterOutcome?.ok) await noteVersion(services, later, laterOutcome.value, at)
  const applied = await services.stores.gradebook.amendment(id)
  return { ...(applied ?? amendment), version: outcome.value.head.version }
}

interface Sources {
  readonly previous: Awaited<ReturnType<Services['snapshots']['readLatest']>>
  readonly term1: Awaited<ReturnType<Services['snapshots']['term1Of']>>
  readonly later: Awaited<ReturnType<Services['snapshots']['readLatest']>>
}

async function sourcesOf({ snapshots }: Services, room: Room, later: Room | undefined): Promise<Sources> {
  return {
    previous: await snapshots.readLatest(room.grid.id),
    term1: await snapshots.term1Of(room.grid),
    later: later?.pending.state === 'frozen' ? await snapshots.readLatest(later.grid.id) : undefined,
  }
}

interface Applying {
  readonly amendment: Amendment
  readonly room: Room
  readonly later: Room | undefined
  readonly sources: Sources
  readonly author: Author
  readonly at: string
}

/** Both rows enter the queue in one turn, hence one transaction; the first's snapshot is ready when the second's is made. */
function changeBoth(
  services: Services,
  { amendment, room, later, sources, author, at }: Applying,
): { readonly own: ReturnType<Room['change']>; readonly later: ReturnType<Room['change']> | undefined } {
  const { snapshots } = services
  const { previous, term1 } = sources
  if (!previous) throw new Fault('amendment.open')
  let made: ReturnType<typeof snapshots.make> | undefined
  const own = room.change(
    {
      kind: 'amend',
      become: 'frozen',
      cause: amendment.id,
      changes: amendment.changes.map(({ cell, after }) => ({ cell, value: after })),
      snapshot(place) {
        made = snapshots.make(
          {
            grid: room.grid,
            cells: room.cells(),
            remarks: remarksOf(services, room),
            at,
            order: previous.snapshot.order,
            previous: previous.snapshot,
            amended: amendedCells(amendment, at),
            ...(term1 ? { term1 } : {}),
          },
          place,
        )
        return made
      },
      amendment: ({ seq, version }) => ({ ...amendment, state: stateAfter(amendment, 'apply'), applied: { at, seq, version } }),
    },
    author,
  )
  const latest = sources.later
  if (!later || !latest) return { own, later: undefined }
  return {
    own,
    later: later.change(
      {
        kind: 'amend',
        become: 'frozen',
        cause: amendment.id,
        snapshot(place) {
          if (!made) throw new Error('term 1 comes before term 2 in the queue')
          return snapshots.make(
            {
              grid: later.grid,
              cells: later.cells(),
              remarks: remarksOf(services, later),
              at,
              order: latest.snapshot.order,
              previous: latest.snapshot,
              term1: { digest: made.digest, snapshot: made.snapshot },
            },
            place,
          )
        },
      },
      author,
    ),
  }
}

const amendedCells = (amendment: Amendment, at: string): readonly AmendedCell[] =>
  amendment.changes.map((change) => ({
    amendment: amendment.id,
    ...change,
    reason: amendment.reason,
    requester: amendment.requester,
    witnesses: amendment.parties.filter((party) => party.slot !== 'approver').map((party) => party.user),
    approver: amendment.parties.find((party) => party.slot === 'approver')?.user ?? '',
    at,
  }))

async function noteVersion({ snapshots, signing }: Services, room: Room, { head, frozen }: Changed, at: string): Promise<void> {
  if (!frozen) return
  snapshots.note({ grid: room.grid.id, version: head.version, seq: head.seq, digest: frozen.digest, at })
  await signing.openGrid(room.grid, head.version, frozen.digest)
}

/** @throws Fault `amendment.unknown`, `amendment.digest` */
async function shown({ stores }: Services, id: string, digest: string): Promise<Amendment> {
  const amendment = await stores.gradebook.amendment(id)
  if (!amendment) throw new Fault('amendment.unknown')
  if (amendment.digest !== digest) throw new Fault('amendment.digest')
  return amendment
}

function stateAfter(amendment: Amendment, event: AmendmentEvent): Amendment['state'] {
  const state = next(amendmentMachine, amendment.state, event)
  if (!state.ok) throw new Fault('amendment.state')
  return state.value
}

/** What somebody did to an amendment, on record with what it has become; both name the digest of its content (I15). */
async function put(
  { queue }: Services,
  call: Call,
  kind: EventKind,
  amendment: Amendment,
  at: string,
  more: SchoolEvent['body'],
): Promise<Amendment> {
  const { id, grid, digest, state } = amendment
  const event = eventOf(kind, call, at, { id, grid, digest, state, ...more })
  await queue.record({ event: { ...event, cause: id }, amendment })
  return amendment
}

/** Requester and parties see an amendment, and whoever may read the grid's corrections. */
export function maySee(call: Pick<Call, 'actor'>, amendment: Amendment, grid: Parameters<typeof decide>[2]): boolean {
  const { id } = call.actor
  return (
    amendment.requester === id ||
    amendment.parties.some((party) => party.user === id) ||
    decide(call.actor, 'amendment.read', grid ?? {}).ok
  )
}
