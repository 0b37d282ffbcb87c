import { Fault } from '@hocba/shared/core'
import { authorizeRequest } from '@hocba/shared/wire'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Agent } from './agent.ts'
import { batchPage, contentPolicy, emptyPage } from './page.ts'
import { script, style } from './page-files.ts'

interface BatchRoute {
  Params: { id: string }
  Querystring: { code?: string }
}

/** The agent's own loopback page. No logger: nothing of a request is ever written. */
export function listener(agent: Agent): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit: 4_096, trustProxy: false })
  app.addHook('onRequest', async (request, reply) => {
    guard(request)
    reply.headers({
      'content-security-policy': contentPolicy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
  })
  app.setErrorHandler((error, _request, reply) => problem(reply, error))
  app.setNotFoundHandler((_request, reply) => problem(reply, new Fault('route.unknown')))

  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    await agent.ready
    return { status: 'ready' }
  })
  app.get('/page.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(style))
  app.get('/page.js', async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(script))
  app.get<BatchRoute>('/batches/:id', async (request, reply) => showBatch(agent, request, reply))
  app.get<BatchRoute>('/batches/:id/progress', async (request) => {
    const progress = agent.progress(request.params.id)
    if (progress === undefined) throw new Fault('batch.unknown')
    return progress
  })
  app.post<BatchRoute>('/batches/:id/authorize', async (request, reply) => {
    const body = authorizeRequest.safeParse(request.body)
    if (!body.success) throw new Fault('request.invalid')
    const { code, pin, confirmed = false } = body.data
    await agent.authorize(request.params.id, code, { confirmed, ...(pin === undefined ? {} : { pin: Buffer.from(pin, 'utf8') }) })
    return reply.status(202).send({ id: request.params.id, state: 'signing' })
  })
  return app
}

async function showBatch(agent: Agent, request: FastifyRequest<BatchRoute>, reply: FastifyReply): Promise<FastifyReply> {
  const { code } = request.query
  reply.type('text/html; charset=utf-8')
  if (typeof code !== 'string' || code === '')
    return reply.send(emptyPage('Đang mở đợt ký… Nếu trang này không đổi, hãy mở lại từ trang Ký số.'))
  try {
    return await reply.send(batchPage(await agent.shown(request.params.id, code), code))
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause
    return reply.status(cause.status).send(emptyPage(cause.message))
  }
}

/** Only this machine's own names, and no page of another site: a rebinding or foreign page never reaches a route. */
function guard(request: FastifyRequest): void {
  const port = request.socket.localPort
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]
  const { host, origin } = request.headers
  if (host === undefined || !hosts.includes(host)) throw new Fault('request.origin')
  if (origin !== undefined && !hosts.some((one) => origin === `http://${one}`)) throw new Fault('request.origin')
  if (request.method !== 'GET' && request.headers['sec-fetch-site'] === 'cross-site') throw new Fault('request.origin')
}

function problem(reply: FastifyReply, error: unknown): FastifyReply {
  const fault = asFault(error)
  return reply
    .status(fault.status)
    .type('application/problem+json; charset=utf-8')
    .send({
      type: `urn:hocba:fault:${fault.code}`,
      title: fault.code,
      status: fault.status,
      code: fault.code,
      detail: fault.message,
      ...fault.extra,
    })
}

function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 413) return new Fault('request.too-large')
  return new Fault(status >= 400 && status < 500 ? 'request.invalid' : 'internal', { cause: error })
}
