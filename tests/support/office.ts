import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Role } from '@hocba/shared/access'
import type { Assignment, Person } from '@hocba/shared/school'
import type { Config } from '../../sync-server/src/config.ts'
import { readConfig } from '../../sync-server/src/config.ts'
import { amendmentRoutes } from '../../sync-server/src/amend/routes.ts'
import { auditRoutes } from '../../sync-server/src/audit/routes.ts'
import { boardRoutes } from '../../sync-server/src/board/routes.ts'
import { BoardStreams } from '../../sync-server/src/board/streams.ts'
import { Certificates } from '../../sync-server/src/certificate/certificates.ts'
import { certificateRoutes } from '../../sync-server/src/certificate/routes.ts'
import { issueRoutes } from '../../sync-server/src/issue/routes.ts'
import { eraseRoutes } from '../../sync-server/src/erase/routes.ts'
import { Exclusive } from '../../sync-server/src/exclusive.ts'
import { freezeRoutes } from '../../sync-server/src/freeze/routes.ts'
import { Snapshots } from '../../sync-server/src/freeze/snapshots.ts'
import { Accounts } from '../../sync-server/src/identity/accounts.ts'
import { hashPassword } from '../../sync-server/src/identity/password.ts'
import { Reads } from '../../sync-server/src/identity/reads.ts'
import { reportRoutes } from '../../sync-server/src/identity/report-routes.ts'
import { recordRisks } from '../../sync-server/src/identity/risk.ts'
import { identityRoutes } from '../../sync-server/src/identity/routes.ts'
import { SchoolDirectory } from '../../sync-server/src/identity/school.ts'
import { SecondFactor } from '../../sync-server/src/identity/second-factor.ts'
import { SecretBox } from '../../sync-server/src/identity/secret-box.ts'
import { Sessions } from '../../sync-server/src/identity/session.ts'
import { listenForHttp } from '../../sync-server/src/listen/http.ts'
import { CommitQueue } from '../../sync-server/src/log/commit-queue.ts'
import { projectRoutes } from '../../sync-server/src/project/routes.ts'
import { Rooms } from '../../sync-server/src/room/rooms.ts'
import type { Services } from '../../sync-server/src/services.ts'
import { SigningQueue } from '../../sync-server/src/sign/queue.ts'
import { PairedAgents } from '../../sync-server/src/sign/paired.ts'
import { signingRoutes } from '../../sync-server/src/sign/routes.ts'
import { TrustFolder } from '../../sync-server/src/sign/trust.ts'
import { Witness } from '../../sync-server/src/witness/witness.ts'
import { sqliteStores } from '../../sync-server/src/store/sqlite/index.ts'

export const officePassword = 'một câu dài không ai đoán ra'

export interface Answer<T = unknown> {
  readonly status: number
  readonly body: T
}

type Method = 'GET' | 'POST' | 'DELETE'

/** A small real school in one process, with a clock that the test turns and no port: for accounts, rights and their dates. */
export interface Office {
  readonly folder: string
  readonly services: Services
  now(): Date
  setTime(at: string): void
  wait(milliseconds: number): void
  ask<T = Readonly<Record<string, unknown>>>(
    method: Method,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<T>>
  /** An answer that may be no JSON. */
  raw(method: Method, path: string, token: string): Promise<{ readonly status: number; readonly text: string }>
  /** A token for somebody, past the second factor and the one-time password. */
  as(user: string): Promise<Caller>
  /** A token for somebody as the account is. */
  bare(user: string): Promise<Caller>
  /** Kind and body of what the log holds beside the grids, oldest first. */
  events(kind?: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  close(): Promise<void>
}

export interface Caller {
  readonly token: string
  get<T = Readonly<Record<string, unknown>>>(path: string): Promise<Answer<T>>
  post<T = Readonly<Record<string, unknown>>>(path: string, body?: unknown): Promise<Answer<T>>
  delete<T = Readonly<Record<string, unknown>>>(path: string): Promise<Answer<T>>
}

export interface OfficeOptions {
  readonly people: readonly (readonly [id: string, ...roles: Role[]])[]
  readonly assignments?: readonly Assignment[]
  readonly env?: Readonly<Record<string, string>>
  readonly demo?: boolean
}

const personOf = ([id, ...roles]: OfficeOptions['people'][number]): Person => ({
  id,
  name: `Người ${id}`,
  title: 'Giáo viên',
  roles,
  uid: '',
})

export async function openOffice(options: OfficeOptions): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), 'hocba-office-'))
  const config: Config = readConfig({
    HOCBA_DATA_DIR: folder,
    HOCBA_LOG_LEVEL: 'silent',
    ...(options.demo ? { HOCBA_DEMO: '1' } : {}),
    ...options.env,
  })
  const stores = sqliteStores(folder)
  let time = new Date('2025-10-06T08:00:00+07:00')
  const clock = { now: () => time }
  await stores.directory.write({
    school: { id: 'thcs-thu', name: 'Trường THCS Thử', authority: 'UBND phường Thử', place: 'Hà Nội' },
    year: '2025',
    demo: options.demo === true,
    classes: [{ id: '6A', year: '2025', grade: 6 }],
    students: [{ id: '6A-01', class: '6A', name: 'Trần Văn An', birthDate: '2014-02-03', gender: 'male', personalId: '099214000001' }],
    people: options.people.map(personOf),
    assignments: options.assignments ?? [],
  })
  const password = await hashPassword(officePassword)
  for (const [id] of options.people) await stores.directory.setPasswordHash(id, password)
  const school = await SchoolDirectory.load(stores.directory, clock)
  await stores.gradebook.createGrids(school.grids())
  const queue = new CommitQueue(stores.gradebook, (error) => {
    throw error
  })
  const accounts = await Accounts.load(stores.directory, school, config.demo)
  const secondFactor = new SecondFactor(accounts, queue, clock, SecretBox.open(folder))
  const trust = new TrustFolder(folder)
  const witness = new Witness(stores.gradebook, trust, folder, () => undefined)
  const services: Services = {
    config,
    clock,
    stores,
    school,
    queue,
    sessions: new Sessions(stores.directory, clock, config.limits.signIn, secondFactor),
    accounts,
    secondFactor,
    reads: new Reads(queue, stores.directory, clock),
    witness,
    rooms: new Rooms(stores.gradebook, school, queue, clock),
    snapshots: await Snapshots.load(stores.gradebook, school),
    signing: new SigningQueue(stores.transcripts, school, clock, config.agentOrigin),
    agents: await PairedAgents.load(stores.directory, clock),
    certificates: await Certificates.load(stores.directory),
    status: undefined,
    exclusive: new Exclusive(),
  }
  recordRisks(services)
  const routes = [
    ...identityRoutes(services),
    ...reportRoutes(services),
    ...freezeRoutes(services),
    ...projectRoutes(services),
    ...boardRoutes(services, new BoardStreams(services)),
    ...issueRoutes(services),
    ...amendmentRoutes(services),
    ...auditRoutes(services),
    ...eraseRoutes(services),
    ...signingRoutes(services, trust),
    ...certificateRoutes(services),
  ]
  const app: FastifyInstance = await listenForHttp({
    config,
    sessions: services.sessions,
    accounts,
    agents: services.agents,
    demandWhole: () => undefined,
    school,
    routes,
    pages: join(folder, 'none'),
  })

  const ask: Office['ask'] = async (method, path, body, headers = {}) => {
    const answer = await app.inject({
      method,
      url: path,
      headers: { ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    return { status: answer.statusCode, body: (answer.body === '' ? undefined : JSON.parse(answer.body)) as never }
  }
  const bare: Office['bare'] = async (user) => {
    const { token } = await services.sessions.open(user, 'Chrome, Windows')
    const headers = { authorization: `Bearer ${token}` }
    return {
      token,
      get: (path) => ask('GET', path, undefined, headers),
      post: (path, body = {}) => ask('POST', path, body, headers),
      delete: (path) => ask('DELETE', path, undefined, headers),
    }
  }
  return {
    folder,
    services,
    now: () => time,
    setTime: (at) => void (time = new Date(at)),
    wait: (milliseconds) => void (time = new Date(time.getTime() + milliseconds)),
    ask,
    async raw(method, path, token) {
      const answer = await app.inject({ method, url: path, headers: { authorization: `Bearer ${token}` } })
      return { status: answer.statusCode, text: answer.body }
    },
    async as(user) {
      const { oneTime: _spent, ...credential } = accounts.credential(user)
      await accounts.put(credential)
      if (accounts.dutyOf(user) !== undefined) await accounts.put({ ...credential, totp: { secret: 'GEZDGNBVGY3TQOJQ', lastStep: 0 } })
      return bare(user)
    },
    bare,
    async events(kind) {
      await queue.drained()
      const entries = await stores.gradebook.entries(0, 10_000)
      return entries.flatMap(({ text, changes: [body] }) => {
        const leaf = JSON.parse(text) as { readonly kind: string; readonly place: unknown }
        return leaf.place === null && (kind === undefined || kind === leaf.kind) ? [{ kind: leaf.kind, ...(body as object) }] : []
      })
    },
    async close() {
      await app.close()
      await services.rooms.closeAll()
      await queue.drained()
      await stores.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
