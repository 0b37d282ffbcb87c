import Fastify, { type FastifyInstance } from 'fastify'
import { Fault } from '@hocba/shared/core'
import { type AgentProof, agentFailure, agentStart, readBundle, writeBundle } from '@hocba/shared/wire'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HttpServer } from '../../../signing-agent/src/server.ts'
import { SchoolServer, jobFor } from './school-server.ts'
import { gridSnapshot, signersOf } from './snapshots.ts'

const snapshot = gridSnapshot('2025-6A.TOAN.HK1', signersOf('gv.toan', 'gv.van', 'hieutruong', 'vanthu'))
const job = jobFor(snapshot, 0)
const school = new SchoolServer()

/** Of the work that comes with its proof. */
let head = (proof: AgentProof): unknown => ({ proof })

let app: FastifyInstance
let server: HttpServer
let stranger: HttpServer

/** The server's routes as the wire documents them, over the school in memory. */
beforeAll(async () => {
  app = Fastify({ bodyLimit: 32 * 1024 * 1024 })
  app.addHook('onRequest', async (request) => {
    if (request.headers.authorization !== 'Bearer token') throw new Fault('session.required')
  })
  app.setErrorHandler((error, _, reply) => {
    const code = error instanceof Fault ? error.code : 'internal'
    return reply.status(error instanceof Fault ? error.status : 500).send({ code })
  })
  interface Route {
    Params: { id: string }
    Querystring: { code: string; size?: string }
  }
  app.get('/api/agent/people', () => school.people())
  app.get<Route>('/api/agent/batches/:id', ({ params, query }) => school.batch(params.id, query.code))
  app.post<Route>('/api/agent/batches/:id/start', async ({ params, body }) => ({
    jobs: await school.start(params.id, agentStart.parse(body).code),
  }))
  app.post<Route>('/api/agent/batches/:id/finish', async ({ params }, reply) => reply.status(204).send(await school.finish(params.id)))
  app.post('/api/agent/release', async (_, reply) => reply.status(204).send(await school.release()))
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.get<Route>('/api/agent/jobs/:id/work', async ({ params, query: { size } }, reply) => {
    if (size === undefined) return reply.send(Buffer.from(writeBundle({}, { ...(await school.work(params.id)) })))
    const { proof, ...work } = await school.provenWork(params.id, Number(size))
    return reply.send(Buffer.from(writeBundle(head(proof), { ...work })))
  })
  app.post<Route>('/api/agent/jobs/:id/result', async ({ params, body }, reply) => {
    const { xml, pdf } = readBundle(body as Uint8Array, ['xml', 'pdf'])?.files ?? {}
    if (!xml || !pdf) throw new Fault('request.invalid')
    return reply.status(204).send(await school.result(params.id, { xml, pdf }))
  })
  app.post<Route>('/api/agent/jobs/:id/failure', async ({ params, body }, reply) =>
    reply.status(204).send(await school.failure(params.id, agentFailure.parse(body))),
  )
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  server = new HttpServer(origin, 'token')
  stranger = new HttpServer(origin, 'guess')
  school.offer('b1', 'se/cret?', [job], [snapshot])
})

afterAll(() => app.close())

test('SIGN-43 the agent speaks every route of its wire', async () => {
  expect((await server.people()).holders).toEqual([])
  await expect(server.batch('b1', 'guess')).rejects.toMatchObject({ code: 'batch.unknown' })
  expect((await server.batch('b1', 'se/cret?')).jobs).toEqual([job])
  expect(await server.start('b1', 'se/cret?')).toEqual([job])
  const work = await server.work(job.id)
  expect(Buffer.from(work.snapshot).equals(school.snapshots.get(job.id) ?? new Uint8Array())).toBe(true)
  expect([work.xml, work.pdf]).toEqual([null, null])
  await server.result(job.id, { xml: Buffer.from('xml'), pdf: Buffer.from('pdf') })
  expect(Buffer.from((await server.work(job.id)).pdf ?? []).toString()).toBe('pdf')
  await server.failure(job.id, { code: 'internal' })
  expect(school.failures).toEqual([{ job: job.id, code: 'internal' }])
  await server.finish('b1')
  expect(school.finished).toEqual(['b1'])
  await server.release()
  expect(school.released).toBe(1)
})

test('SIGN-43 I16 the proof travels at the head of the work, and work without it is no answer', async () => {
  const { proof, ...work } = await server.provenWork(job.id, 1)
  expect(proof).toEqual(school.log.proof(job.digest, 1))
  expect(work).toEqual(await server.work(job.id))
  await expect(server.provenWork(job.id, 0)).rejects.toMatchObject({ code: 'log.range' })
  for (const other of [{}, { proof: null }, { proof: { ...proof, path: ['00'] } }, null]) {
    head = () => other
    await expect(server.provenWork(job.id, 1)).rejects.toMatchObject({ code: 'store.unavailable' })
  }
})

test('SIGN-43 without the token the server answers nothing', async () => {
  await expect(stranger.people()).rejects.toMatchObject({ code: 'session.required' })
})

test('SIGN-43 a server that does not answer is store.unavailable', async () => {
  await expect(new HttpServer('http://127.0.0.1:9', 'token').people()).rejects.toMatchObject({ code: 'store.unavailable' })
})
