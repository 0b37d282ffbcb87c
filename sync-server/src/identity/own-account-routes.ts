import { Fault } from '@hocba/shared/core'
import { confirmRequest, enrolRequest, passwordRequest } from '@hocba/shared/wire'
import { rfc3339 } from '../clock.ts'
import { eventOf } from '../log/event.ts'
import { type Route, withBody } from '../listen/route.ts'
import type { Services } from '../services.ts'
import { demandPassword } from './password-rule.ts'
import { hashPassword } from './password.ts'
import { enrolmentUri } from './totp.ts'

/** What a person does to the own account: password and second factor. Also open to who still owes one of them. */
export function ownAccountRoutes(services: Services): readonly Route[] {
  const { accounts, secondFactor, sessions, school, queue, clock, stores } = services
  return [
    withBody(passwordRequest, {
      method: 'POST',
      path: '/api/password',
      summary: 'Change my password; my other sessions end',
      access: 'session',
      asks: 'self',
      duty: true,
      async run(call) {
        const { actor, session, body, request } = call
        await sessions.demandPassword(actor.id, body.current, request.ip)
        demandPassword(body.next, actor.id, accounts.isDemo)
        if (body.next === body.current) throw new Fault('password.weak', { detail: 'Mật khẩu mới phải khác mật khẩu cũ.' })
        const hash = await hashPassword(body.next)
        await queue.record({ event: eventOf('account', call, rfc3339(clock.now()), { act: 'password', user: actor.id }) })
        await stores.directory.setPasswordHash(actor.id, hash)
        const { oneTime: _spent, ...credential } = accounts.credential(actor.id)
        await accounts.put(credential)
        await sessions.revokeAll(actor.id, session.id)
      },
    }),
    {
      method: 'GET',
      path: '/api/second-factor',
      summary: 'Whether my account has a second factor, must have one, and how many recovery codes are left',
      access: 'session',
      asks: 'self',
      duty: true,
      async run({ actor }) {
        const { totp, recovery = [] } = accounts.credential(actor.id)
        return {
          enrolled: totp !== undefined,
          required: accounts.needsSecondFactor(actor.id) && !accounts.isDemo,
          asked: !accounts.isDemo,
          recoveryLeft: recovery.length,
        }
      },
    },
    withBody(enrolRequest, {
      method: 'POST',
      path: '/api/second-factor',
      summary: 'A new secret for an authenticator program; whoever has one shows a code of it first',
      access: 'fresh',
      asks: 'self',
      duty: true,
      async run({ actor, body, request }) {
        if (accounts.credential(actor.id).totp !== undefined) await sessions.demandCode(actor.id, body.otp, request.ip)
        const secret = await secondFactor.begin(actor.id)
        return { secret, uri: enrolmentUri(secret, actor.id, school.record.school.name) }
      },
    }),
    withBody(confirmRequest, {
      method: 'POST',
      path: '/api/second-factor/confirm',
      summary: 'A first code of the new secret; answers the recovery codes, once',
      access: 'fresh',
      asks: 'self',
      duty: true,
      run: async (call) => ({ recovery: await secondFactor.confirm(call, call.body.otp) }),
    }),
  ]
}
