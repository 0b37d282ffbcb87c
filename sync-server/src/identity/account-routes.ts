import { type Role, decide, doRolesConflict } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import type { Person } from '@hocba/shared/school'
import { accountRequest, resetRequest, rolesRequest } from '@hocba/shared/wire'
import { rfc3339 } from '../clock.ts'
import { eventOf } from '../log/event.ts'
import { type Call, type Route, demand, param, withBody } from '../listen/route.ts'
import type { Services } from '../services.ts'
import { demandPassword } from './password-rule.ts'
import { hashPassword } from './password.ts'
import { randomBase32 } from './totp.ts'

/** The list of accounts, which the vice-principal inspects, and what the system administrator does to them (000 art. 4.2; 004 III.4b). */
export function accountRoutes(services: Services): readonly Route[] {
  const { accounts, school, secondFactor, sessions } = services
  return [
    {
      method: 'GET',
      path: '/api/accounts',
      summary: 'Every account with its roles and whether it has a second factor',
      access: 'session',
      asks: ['account.read'],
      async run({ actor }) {
        demand(decide(actor, 'account.read'))
        return school.record.people.map((person) => describe(services, person))
      },
    },
    withBody(accountRequest, {
      method: 'POST',
      path: '/api/accounts',
      summary: 'A new account; answers a password that works once, unless one is given',
      access: 'fresh',
      asks: ['account.manage'],
      async run(call) {
        const { id, name, title, roles, uid = '', password } = call.body
        demand(decide(call.actor, 'account.manage'))
        if (school.person(id)) throw new Fault('account.exists')
        demandRoles(roles)
        if (password !== undefined) demandPassword(password, id, accounts.isDemo)
        await record(services, call, 'account', { act: 'create', user: id, roles })
        await school.write({ people: [{ id, name: name.normalize('NFC'), title: title.normalize('NFC'), roles, uid }] })
        return { id, ...(await giveOnce(services, id, password)) }
      },
    }),
    withBody(resetRequest, {
      method: 'POST',
      path: '/api/accounts/:id/password',
      summary: 'A password that works once, for somebody who has lost theirs; the sessions of the account end',
      access: 'fresh',
      asks: ['account.manage'],
      async run(call) {
        demand(decide(call.actor, 'account.manage'))
        const { id } = personOf(services, call)
        if (call.body.password !== undefined) demandPassword(call.body.password, id, accounts.isDemo)
        await record(services, call, 'account', { act: 'password-reset', user: id })
        const given = await giveOnce(services, id, call.body.password)
        await sessions.revokeAll(id)
        return given
      },
    }),
    withBody(rolesRequest, {
      method: 'POST',
      path: '/api/accounts/:id/roles',
      summary: 'The roles of an account from now on',
      access: 'fresh',
      asks: ['account.manage'],
      async run(call) {
        demand(decide(call.actor, 'account.manage'))
        const person = personOf(services, call)
        // Nobody changes what they may do themselves, nor leaves the school without an administrator.
        if (person.id === call.actor.id) throw new Fault('role.conflict', { detail: 'Không ai tự đổi vai trò của chính mình.' })
        const { roles } = call.body
        demandRoles(roles)
        await record(services, call, 'role', { user: person.id, before: person.roles, after: roles })
        await school.write({ people: [{ ...person, roles }] })
        return describe(services, { ...person, roles })
      },
    }),
    {
      method: 'POST',
      path: '/api/accounts/:id/second-factor/reset',
      summary: 'Takes the second factor off an account; for a leader or an office one asks and another confirms',
      access: 'fresh',
      asks: ['account.manage', 'factor.reset'],
      async run(call) {
        demand(decide(call.actor, accounts.needsSecondFactor(param(call, 'id')) ? 'factor.reset' : 'account.manage'))
        const { id } = personOf(services, call)
        const state = await secondFactor.reset(call, id)
        if (state === 'reset') await sessions.revokeAll(id)
        return { state }
      },
    },
  ]
}

function describe({ accounts }: Services, { id, name, title, roles }: Person): object {
  const { totp, oneTime, reset } = accounts.credential(id)
  return {
    id,
    name,
    title,
    roles,
    secondFactor: totp !== undefined ? 'enrolled' : accounts.needsSecondFactor(id) && !accounts.isDemo ? 'required' : 'none',
    ...(oneTime ? { oneTime } : {}),
    ...(reset ? { resetAskedBy: reset.by } : {}),
  }
}

function personOf({ school }: Services, call: Call): Person {
  const person = school.person(param(call, 'id'))
  if (!person) throw new Fault('account.unknown')
  return person
}

function demandRoles(roles: readonly Role[]): void {
  if (doRolesConflict(roles)) throw new Fault('role.conflict')
}

/** Known to two people for a while, so it opens nothing but the form for a new one. */
async function giveOnce({ accounts, stores }: Services, user: string, chosen?: string): Promise<{ readonly password?: string }> {
  const password = chosen ?? (randomBase32(10).toLowerCase().match(/.{4}/g) ?? []).join('-')
  await accounts.put({ ...accounts.credential(user), oneTime: true })
  await stores.directory.setPasswordHash(user, await hashPassword(password))
  return chosen === undefined ? { password } : {}
}

const record = async (
  { queue, clock }: Services,
  call: Call,
  kind: 'account' | 'role',
  body: Parameters<typeof eventOf>[3],
): Promise<void> => void (await queue.record({ event: eventOf(kind, call, rfc3339(clock.now()), body) }))
