import { Fault } from '@hocba/shared/core'
import { setupRequest } from '@hocba/shared/wire'
import { rfc3339 } from '../clock.ts'
import { eventOf } from '../log/event.ts'
import { type Route, withBody } from '../listen/route.ts'
import type { Services } from '../services.ts'
import { MinuteLimit } from '../sign/minute-limit.ts'
import { demandPassword } from './password-rule.ts'
import { hashPassword } from './password.ts'
import type { Setup } from './setup.ts'

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** Names the school and makes its system administrator, once, from this machine; everybody else is made by that account. */
export function setupRoutes(services: Services, setup: Setup): readonly Route[] {
  const { clock, exclusive, queue, school, stores } = services
  const tries = new MinuteLimit(10, clock)
  return [
    {
      method: 'GET',
      path: '/api/setup',
      summary: 'Whether the school still waits to be set up',
      access: 'public',
      run: async () => ({ open: setup.code !== undefined }),
    },
    withBody(setupRequest, {
      method: 'POST',
      path: '/api/setup',
      summary: 'The school and its system administrator, with the one-time code and from this machine only',
      access: 'public',
      run: ({ body, request }) =>
        exclusive.run('setup', async () => {
          tries.take(request.ip)
          if (!loopback.has(request.ip)) throw new Fault('forbidden')
          setup.demand(body.code)
          const { id, name, password } = body.administrator
          demandPassword(password, id, false)
          const by = { actor: { id }, session: { id: '' } }
          await queue.record({
            event: eventOf('account', by, rfc3339(clock.now()), { act: 'setup', user: id, roles: ['system-administrator'] }),
          })
          // The school comes last: cut short anywhere, the set-up is still open.
          await school.write({
            people: [{ id, name: name.normalize('NFC'), title: 'Quản trị hệ thống', roles: ['system-administrator'], uid: '' }],
          })
          await stores.directory.setPasswordHash(id, await hashPassword(password))
          await school.write({ school: { id: idOf(body.school.name), ...body.school }, year: body.year, demo: false })
          setup.close()
          return { administrator: id }
        }),
    }),
  ]
}

/** `Trường THCS Hoa Lư` is `truong-thcs-hoa-lu`. */
const idOf = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'truong'
