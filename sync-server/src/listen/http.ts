import { timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import { type Actor, isEverGranted } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import { maskPersonalIds } from '@hocba/shared/school'
import type { Problem } from '@hocba/shared/wire'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Config } from '../config.ts'
import type { PairedAgents } from '../sign/paired.ts'
import type { SchoolDirectory } from '../identity/school.ts'
import type { Accounts } from '../identity/accounts.ts'
import { sha256Hex } from '../identity/digest.ts'
import type { Session, Sessions } from '../identity/session.ts'
import { bearerOf, cookieOf, isForeignOrigin, isMeantForAnother } from './credentials.ts'
import { openApi } from './openapi.ts'
import { servePages } from './pages.ts'
import { securityHeaders } from './policy.ts'
import { problemOf } from './problem.ts'
import type { Asks, Call, Route } from './route.ts'

export interface HttpContext {
  readonly config: Config
  readonly sessions: Sessions
  readonly accounts: Pick<Accounts, 'dutyOf'>
  readonly school: SchoolDirectory
  readonly agents: Pick<PairedAgents, 'accountOf'>
  readonly routes: readonly Route[]
  /** The built client; absent while only the API is wanted. */
  readonly pages: string
  /** Raises the fault that keeps everything from being written. */
  readonly demandWhole: () => void
}

const maxUpload = 16 * 1024 * 1024
/** What a person asks in JSON; two thousand grids in one order have a tenth of it. */
const maxRequest = 1024 * 1024

export async function listenForHttp(context: HttpContext): Promise<FastifyInstance> {
  const { config, routes, pages } = context
  const app = fastify({
    bodyLimit: maxUpload,
    // Behind a proxy on this machine the address of a person is what the proxy says; nobody else is believed.
    trustProxy: config.publicUrl === undefined ? false : 'loopback',
    logger:
      config.logLevel === 'silent'
        ? false
        : {
            level: config.logLevel,
            hooks: { streamWrite: maskPersonalIds },
            serializers: { req: (request) => ({ method: request.method, url: request.routeOptions.url ?? 'unmatched' }) },
          },
    // An address that cannot be decoded never reaches a route, nor the hooks and the handler of its errors.
    frameworkErrors: (error, _request, reply) =>
      void sendProblem((reply as unknown as FastifyReply).headers(securityHeaders), problemOf(error)),
    logController: new LogController({ disableRequestLogging: true }),
    ...(config.tls ? { https: { cert: readFileSync(config.tls.cert), key: readFileSync(config.tls.key) } } : {}),
  }) as unknown as FastifyInstance
  await app.register(cookie)
  await app.register(multipart, { limits: { fileSize: maxUpload, files: 1 } })
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders)
    if (isShared.test(request.url)) reply.header('access-control-allow-origin', '*')
    if (config.tls || config.publicUrl?.startsWith('https:') === true) reply.header('strict-transport-security', 'max-age=31536000')
    if (request.method !== 'GET' && request.method !== 'HEAD' && isForeignOrigin(request.headers, config)) throw new Fault('request.origin')
  })
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error)
    if (problem.status >= 500)
      request.log.error({ code: problem.code, cause: error instanceof Error ? error.stack : undefined }, 'request failed')
    if (problem.code === 'artefact.invalid')
      request.log.warn({ code: problem.code, kind: problem['kind'], checks: checkIds(problem['checks']) }, 'signed file refused')
    return sendProblem(reply, problem)
  })
  for (const route of routes) mount(app, route, context)
  const description = openApi(routes)
  app.get('/api/openapi.json', async () => description)
  await servePages(app, pages, (reply) => sendProblem(reply, problemOf(new Fault('route.unknown'))))
  return app
}

const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply =>
  reply.status(problem.status).type('application/problem+json').send(problem)

/** Ids only: the details of a check may name people. */
const checkIds = (checks: unknown): readonly unknown[] =>
  Array.isArray(checks) ? checks.map((check: { readonly id?: unknown }) => check.id) : []

function mount(app: FastifyInstance, route: Route, context: HttpContext): void {
  const callers = new WeakMap<FastifyRequest, Session>()
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.body && route.access !== 'agent' ? maxRequest : maxUpload,
    /** Before the body is read: nobody's megabytes are parsed for somebody who may not call. */
    async onRequest(request) {
      callers.set(request, await authenticate(request, route, context))
    },
    async handler(request, reply) {
      const session = callers.get(request) ?? nobody
      if (writes(route)) context.demandWhole()
      if (route.path.startsWith('/api/')) reply.header('cache-control', 'no-store')
      const call: Call = {
        params: request.params as Readonly<Record<string, string>>,
        query: singled(request.query as Readonly<Record<string, string | readonly string[]>>),
        body: request.body,
        session,
        actor: context.school.actor(session.user),
        request,
        reply,
      }
      const answer = await route.run(call)
      if (answer === undefined && !reply.sent) return reply.status(204).send()
      return answer
    },
  })
}

/** Acts of people; what the agent brings is judged by what it brings. */
const writes = ({ method, access, always }: Route): boolean =>
  method !== 'GET' && (access === 'session' || access === 'fresh') && always !== true

/** `?class=6A&class=6B`: the last one counts. */
const singled = (query: Readonly<Record<string, string | readonly string[]>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, typeof value === 'string' ? value : (value.at(-1) ?? '')]))

/** What the verifier needs when its element stands in a page of another site: public, and without a session. */
const isShared = /^\/(hocba-verify\.js|assets\/|schemas\/|api\/(trust|register\/))/

const nobody: Session = { id: '', user: '', createdAt: new Date(0), expiresAt: new Date(0), device: '' }

async function authenticate(
  request: FastifyRequest,
  route: Route,
  { config, sessions, accounts, school, agents }: HttpContext,
): Promise<Session> {
  const token = bearerOf(request.headers) ?? cookieOf(request.headers)
  if (route.access === 'agent') {
    if (token === undefined) throw new Fault('session.required')
    if (config.agentToken !== undefined && sameSecret(token, config.agentToken)) return nobody
    // An agent on its holder's own computer speaks for that person alone.
    const user = agents.accountOf(token)
    if (user === undefined) throw new Fault('session.required')
    return { ...nobody, user }
  }
  const session = token === undefined ? undefined : await sessions.find(token)
  if (route.access === 'public') return session ?? nobody
  if (!session) throw new Fault(token === undefined ? 'session.required' : 'session.expired')
  if (isMeantForAnother(request.headers, session)) throw new Fault('session.required')
  const duty = route.duty ? undefined : accounts.dutyOf(session.user)
  if (duty !== undefined) throw new Fault(`account.${duty}`)
  if (isHopeless(route.asks, school.actor(session.user))) throw new Fault('forbidden')
  if (route.access === 'fresh' && !sessions.isFresh(session)) throw new Fault('session.step-up')
  return session
}

/** No role of the person has a row for what the route asks: no target could change that. */
const isHopeless = (asks: Asks, actor: Actor): boolean =>
  typeof asks !== 'string' && !('lists' in asks) && !asks.some((action) => isEverGranted(actor, action))

const sameSecret = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(sha256Hex(a)), Buffer.from(sha256Hex(b)))
