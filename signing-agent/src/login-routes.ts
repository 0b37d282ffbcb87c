import { Fault } from '@hocba/shared/core'
import { authorizeRequest } from '@hocba/shared/wire'
import type { FastifyInstance } from 'fastify'
import type { Logins } from './login.ts'
import { emptyPage } from './page.ts'
import { loginPage } from './login-page.ts'

interface LoginRoute {
  Params: { id: string }
  Querystring: { code?: string }
}

/** Beside the batches, on the same loopback page and behind the same guard. */
export function loginRoutes(app: FastifyInstance, logins: Logins): void {
  app.get<LoginRoute>('/logins/:id', async (request, reply) => {
    const { code } = request.query
    reply.type('text/html; charset=utf-8')
    if (typeof code !== 'string' || code === '')
      return reply.send(emptyPage('Đang mở yêu cầu đăng nhập… Nếu trang này không đổi, hãy mở lại từ trang Đăng nhập.'))
    try {
      return await reply.send(loginPage(await logins.shown(request.params.id, code), code))
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause
      return reply.status(cause.status).send(emptyPage(cause.message))
    }
  })
  app.get<LoginRoute>('/logins/:id/progress', async (request) => {
    const progress = logins.progress(request.params.id)
    if (progress === undefined) throw new Fault('session.invalid')
    return progress
  })
  app.post<LoginRoute>('/logins/:id/authorize', async (request, reply) => {
    const body = authorizeRequest.safeParse(request.body)
    if (!body.success) throw new Fault('request.invalid')
    const { code, pin, confirmed = false } = body.data
    await logins.authorize(request.params.id, code, { confirmed, ...(pin === undefined ? {} : { pin: Buffer.from(pin, 'utf8') }) })
    return reply.status(202).send({ id: request.params.id, state: 'signing' })
  })
}
