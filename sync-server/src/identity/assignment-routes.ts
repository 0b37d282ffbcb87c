import { type Role, decide } from '@hocba/shared/access'
import { Fault, type Json } from '@hocba/shared/core'
import { type Assignment, type AssignmentScope, subjectsOf } from '@hocba/shared/school'
import { assignmentRequest, delegationEnd, delegationRequest, endRequest, handOverRequest } from '@hocba/shared/wire'
import { dayOf, rfc3339 } from '../clock.ts'
import { eventOf } from '../log/event.ts'
import { type Call, type Route, demand, withBody } from '../listen/route.ts'
import type { Services } from '../services.ts'

type Change = Parameters<Services['school']['assign']>[0]

/** Who teaches, heads and guards what, from when to when; rights move at the date (001 art. 4.2c; 004 II.2c). */
export function assignmentRoutes(services: Services): readonly Route[] {
  const { school, clock } = services
  const today = (): string => dayOf(clock.now())
  return [
    {
      method: 'GET',
      path: '/api/assignments',
      summary: 'Every assignment with its dates, both included',
      access: 'session',
      asks: ['assignment.read'],
      async run({ actor }) {
        demand(decide(actor, 'assignment.read'))
        return school.record.assignments
      },
    },
    withBody(assignmentRequest, {
      method: 'POST',
      path: '/api/assignments',
      summary: 'A new assignment',
      access: 'fresh',
      asks: ['assignment.manage'],
      async run(call) {
        demand(decide(call.actor, 'assignment.manage'))
        const { person, from, until, scope } = call.body
        demandFit(services, person, scope as AssignmentScope)
        if (until !== undefined && until < from) throw new Fault('assignment.invalid')
        const begun = { person, from, ...(until === undefined ? {} : { until }), ...scope } as Assignment
        await change(services, call, 'assignment', { act: 'begin', assignment: json(begun) }, { end: [], begin: [begun] })
        return begun
      },
    }),
    withBody(endRequest, {
      method: 'POST',
      path: '/api/assignments/end',
      summary: 'The last day of an assignment',
      access: 'fresh',
      asks: ['assignment.manage'],
      async run(call) {
        demand(decide(call.actor, 'assignment.manage'))
        const { person, until, scope } = call.body
        const found = lasting(services, person, scope as AssignmentScope, until)
        const ended = { ...found, until }
        await change(services, call, 'assignment', { act: 'end', assignment: json(ended) }, { end: [found], begin: [ended] })
        return ended
      },
    }),
    withBody(handOverRequest, {
      method: 'POST',
      path: '/api/assignments/hand-over',
      summary: 'One teacher hands a class over to another on a day; both sides are one record',
      access: 'fresh',
      asks: ['assignment.manage'],
      async run(call) {
        demand(decide(call.actor, 'assignment.manage'))
        const { from, to, date, scope } = call.body
        if (date < today() || from === to) throw new Fault('assignment.invalid')
        demandFit(services, to, scope as AssignmentScope)
        const found = lasting(services, from, scope as AssignmentScope, date)
        const ended = { ...found, until: dayBefore(date) }
        const { person: _from, until, ...rest } = found
        const begun = { ...rest, person: to, from: date, ...(until === undefined ? {} : { until }) } as Assignment
        await change(
          services,
          call,
          'assignment',
          { act: 'hand-over', from, to, date, scope: json(scope) },
          { end: [found], begin: [ended, begun] },
        )
        return { ended, begun }
      },
    }),
    withBody(delegationRequest, {
      method: 'POST',
      path: '/api/delegations',
      summary: 'The principal delegates orders and approvals to the vice-principal, from one day to another',
      access: 'fresh',
      asks: ['delegation.give'],
      async run(call) {
        demand(decide(call.actor, 'delegation.give'))
        const { to, from, until } = call.body
        if (from < today() || until < from) throw new Fault('assignment.invalid')
        demandFit(services, to, { kind: 'delegate' })
        const begun: Assignment = { person: to, from, until, kind: 'delegate' }
        await change(services, call, 'delegation', { act: 'give', to, from, until }, { end: [], begin: [begun] })
        return begun
      },
    }),
    withBody(delegationEnd, {
      method: 'POST',
      path: '/api/delegations/end',
      summary: 'The principal takes every delegation to a person back, at once',
      access: 'fresh',
      asks: ['delegation.give'],
      async run(call) {
        demand(decide(call.actor, 'delegation.give'))
        const { to } = call.body
        const end = school.record.assignments.filter((one) => one.kind === 'delegate' && one.person === to && (one.until ?? '9') >= today())
        if (end.length === 0) throw new Fault('assignment.unknown')
        const begin = end.map((one) => ({ ...one, until: dayBefore(today()) }))
        await change(services, call, 'delegation', { act: 'end', to }, { end, begin })
      },
    }),
  ]
}

const roleFor: Readonly<Record<AssignmentScope['kind'], Role>> = {
  teaches: 'subject-teacher',
  homeroom: 'homeroom-teacher',
  heads: 'department-head',
  guards: 'guardian',
  delegate: 'vice-principal',
}

/** @throws Fault `account.unknown`, `assignment.invalid` */
function demandFit({ school }: Services, id: string, scope: AssignmentScope): void {
  const person = school.person(id)
  if (!person) throw new Fault('account.unknown')
  const role = roleFor[scope.kind]
  if (!person.roles.includes(role)) throw new Fault('assignment.invalid', { detail: `Tài khoản ${id} chưa có vai trò phù hợp (${role}).` })
  if ('class' in scope) {
    const found = school.record.classes.find((one) => one.id === scope.class)
    if (!found) throw new Fault('assignment.invalid', { detail: `Không có lớp ${scope.class}.` })
    if (scope.kind === 'teaches' && !subjectsOf(found.grade).some((one) => one.id === scope.subject))
      throw new Fault('assignment.invalid', { detail: `Lớp ${scope.class} không học môn ${scope.subject}.` })
  }
  if (scope.kind === 'guards' && !school.student(scope.student)) throw new Fault('student.unknown')
}

/** The assignment that is in force on a day. */
function lasting({ school }: Services, person: string, scope: AssignmentScope, day: string): Assignment {
  const found = school.record.assignments.find(
    (one) => one.person === person && sameScope(one, scope) && one.from <= day && (one.until === undefined || day <= one.until),
  )
  if (!found) throw new Fault('assignment.unknown')
  return found
}

const sameScope = (one: Assignment, scope: AssignmentScope): boolean =>
  one.kind === scope.kind &&
  ('class' in one ? 'class' in scope && one.class === scope.class : true) &&
  (one.kind === 'teaches' ? scope.kind === 'teaches' && one.subject === scope.subject : true) &&
  (one.kind === 'guards' ? scope.kind === 'guards' && one.student === scope.student : true)

async function change(
  { queue, clock, school }: Services,
  call: Call,
  kind: 'assignment' | 'delegation',
  body: { readonly [key: string]: Json },
  changes: Change,
): Promise<void> {
  await queue.record({ event: eventOf(kind, call, rfc3339(clock.now()), body) })
  await school.assign(changes)
}

const json = (value: object): Json => value as Json

export function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - 1)
  return date.toISOString().slice(0, 10)
}
