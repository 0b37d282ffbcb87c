import { decide } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import { yearLabel } from '@hocba/shared/school'
import { signInRequest } from '@hocba/shared/wire'
import { rfc3339 } from '../clock.ts'
import { bearerOf, cookieName, cookieOf } from '../listen/credentials.ts'
import { type Call, type Route, demand, withBody } from '../listen/route.ts'
import type { Services } from '../services.ts'
import { accountRoutes } from './account-routes.ts'
import { assignmentRoutes } from './assignment-routes.ts'
import { originOf } from './device.ts'
import { ownAccountRoutes } from './own-account-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { describe, signedIn } from './signed-in.ts'

/** Sign in and out, tickets, who am I, who is who. */
export function identityRoutes(services: Services): readonly Route[] {
  const { sessions, school, config } = services
  return [
    withBody(signInRequest, {
      method: 'POST',
      path: '/api/session',
      summary: 'Sign in; sets the session cookie and returns a token for programs',
      access: 'public',
      async run(call) {
        // A demo folder served without HOCBA_DEMO must not be open to everybody who has read the README.
        if (school.record.demo && !config.demo) throw new Fault('session.invalid')
        const { username, password, otp } = call.body
        return signedIn(services, call, await sessions.signIn(username, password, otp, originOf(call.request)))
      },
    }),
    {
      method: 'DELETE',
      path: '/api/session',
      summary: 'Sign out',
      access: 'session',
      asks: 'self',
      duty: true,
      always: true,
      async run({ request, reply }) {
        const token = bearerOf(request.headers) ?? cookieOf(request.headers)
        if (token !== undefined) await sessions.close(token)
        reply.clearCookie(cookieName, { path: '/' })
      },
    },
    {
      method: 'POST',
      path: '/api/ticket',
      summary: 'A single-use ticket of 30 seconds for a WebSocket',
      access: 'session',
      asks: 'self',
      run: async ({ session }) => ({ ticket: sessions.ticket(session) }),
    },
    ...sessionRoutes(services),
    ...ownAccountRoutes(services),
    ...accountRoutes(services),
    ...assignmentRoutes(services),
    {
      method: 'GET',
      path: '/api/me',
      summary: 'The signed-in person',
      access: 'session',
      asks: 'self',
      duty: true,
      run: async (call) => me(services, call),
    },
    {
      method: 'GET',
      path: '/api/people',
      summary: 'Names and roles of the staff',
      access: 'session',
      asks: ['people.read'],
      async run({ actor }) {
        demand(decide(actor, 'people.read'))
        return school.record.people.map(({ id, name, title, roles }) => ({ id, name, title, roles }))
      },
    },
    {
      method: 'GET',
      path: '/api/school',
      summary: 'The heading of prescribed forms',
      access: 'session',
      asks: ['people.read'],
      async run({ actor }) {
        demand(decide(actor, 'people.read'))
        const { name, authority, place } = school.record.school
        return { name, authority, place, year: yearLabel(school.record.year) }
      },
    },
    {
      method: 'GET',
      path: '/api/classes',
      summary: 'The classes of the year',
      access: 'session',
      asks: ['people.read'],
      async run({ actor }) {
        demand(decide(actor, 'people.read'))
        return school.record.classes.map(({ id, grade }) => ({ id, grade }))
      },
    },
    {
      method: 'GET',
      path: '/api/demo',
      summary: 'Whether this is the demo school',
      access: 'public',
      run: async () => ({ demo: school.record.demo && config.demo, school: school.record.school.name }),
    },
  ]
}

function me(services: Services, { session, actor }: Call): object {
  const { school, sessions, accounts } = services
  const duty = accounts.dutyOf(session.user)
  const homerooms = new Set(actor.assignments.flatMap((one) => (one.kind === 'homeroom' ? [one.class] : [])))
  const classes = new Set([...homerooms, ...actor.assignments.flatMap((one) => (one.kind === 'teaches' ? [one.class] : []))])
  const children = actor.assignments.flatMap((one) =>
    one.kind === 'guards' ? [{ id: one.student, name: school.student(one.student)?.name ?? one.student }] : [],
  )
  return {
    user: describe(services, session.user),
    expiresAt: rfc3339(session.expiresAt),
    freshUntil: rfc3339(sessions.freshUntil(session)),
    year: school.record.year,
    demo: school.record.demo,
    ...(duty === undefined ? {} : { duty }),
    classes: [...classes].map((id) => (homerooms.has(id) ? { id, homeroom: true } : { id })),
    ...(children.length > 0 ? { children } : {}),
  }
}
