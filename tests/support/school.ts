import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Also where this is part of a bundle of its own. */
const [root = ''] = fileURLToPath(import.meta.url).split(`${sep}tests${sep}`)

export const demoPassword = 'hocba-demo'
export const demoPin = '123456'

/** The two programs of the product, running for real on a data folder and ports of their own. */
export interface RunningSchool {
  readonly url: string
  readonly agentUrl: string
  readonly dataDir: string
  readonly env: Readonly<Record<string, string>>
  /** Ids of the processes that run. */
  processes(): readonly number[]
  /** Everything the programs have printed so far. */
  output(): string
  /** SIGKILL, as in a power cut; the agent goes on. */
  killServer(): Promise<void>
  startServer(): Promise<void>
  killAgent(): Promise<void>
  startAgent(): Promise<void>
  stop(): Promise<void>
}

export interface SchoolOptions {
  /** The folder of an earlier or a first start, which is then not removed; otherwise a copy of a demo school that has started before. */
  readonly dataDir?: string
  readonly agent?: boolean
  readonly env?: Readonly<Record<string, string>>
}

/** Starts sync-server and, unless told otherwise, signing-agent; resolves when both answer. */
export async function startSchool(options: SchoolOptions = {}): Promise<RunningSchool> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'hocba-')))
  const started = process.env['HOCBA_STARTED_SCHOOLS']
  if (started !== undefined && options.dataDir === undefined && options.env?.['HOCBA_DEMO'] !== '0')
    await cp(join(started, options.agent === false ? 'alone' : 'whole'), dataDir, { recursive: true })
  const [port, agentPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const agentUrl = `http://127.0.0.1:${agentPort}`
  const env = {
    HOCBA_PORT: String(port),
    HOCBA_AGENT_PORT: String(agentPort),
    HOCBA_DATA_DIR: dataDir,
    HOCBA_DEMO: '1',
    HOCBA_AGENT_TOKEN: 'token-of-the-test-agent',
    HOCBA_SERVER_URL: url,
    HOCBA_LOG_LEVEL: 'warn',
    HOCBA_LIMIT_VERIFY: '0',
    ...options.env,
  }
  const printed: string[] = []
  let server: ChildProcess | undefined
  let agent: ChildProcess | undefined
  const school: RunningSchool = {
    url,
    agentUrl,
    dataDir,
    env,
    processes: () => [server?.pid, agent?.pid].filter((pid) => pid !== undefined),
    output: () => printed.join(''),
    killServer: () => end(server, 'SIGKILL'),
    killAgent: () => end(agent, 'SIGKILL'),
    async startServer() {
      server = run('sync-server/dist/main.js', env, printed)
      await answers(`${url}/healthz`, server, printed)
    },
    async startAgent() {
      agent = run('signing-agent/dist/main.js', env, printed)
      await answers(`${agentUrl}/readyz`, agent, printed)
    },
    async stop() {
      await Promise.all([end(server, 'SIGTERM'), end(agent, 'SIGTERM')])
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
  await school.startServer()
  if (options.agent !== false) await school.startAgent()
  return school
}

/** As `npm start` does. */
function run(program: string, env: Readonly<Record<string, string>>, printed: string[]): ChildProcess {
  const child = spawn(process.execPath, ['--max-semi-space-size=64', join(root, program)], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => printed.push(chunk.toString()))
  return child
}

async function answers(url: string, child: ChildProcess, printed: readonly string[]): Promise<void> {
  const until = Date.now() + 60_000
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}:\n${printed.join('')}`)
    const up = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    )
    if (up) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`no answer from ${url}:\n${printed.join('')}`)
}

function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill(signal)
  })
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

/** An answer of the server with its status; problems are answers too. */
export interface Answer<T = unknown> {
  readonly status: number
  readonly body: T
}

/** A signed-in person, as a program. */
export interface Signed {
  readonly user: string
  readonly token: string
  get<T = unknown>(path: string): Promise<Answer<T>>
  post<T = unknown>(path: string, body?: unknown): Promise<Answer<T>>
  bytes(path: string): Promise<Uint8Array>
}

export async function signIn(url: string, user: string, password = demoPassword): Promise<Signed> {
  const answer = await call<{ token: string }>(url, 'POST', '/api/session', { username: user, password })
  if (answer.status !== 200) throw new Error(`${user} could not sign in: ${JSON.stringify(answer.body)}`)
  const { token } = answer.body
  return {
    user,
    token,
    get: (path) => call(url, 'GET', path, undefined, token),
    post: (path, body) => call(url, 'POST', path, body, token),
    async bytes(path) {
      const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })
      if (!response.ok) throw new Error(`${path}: ${response.status}`)
      return new Uint8Array(await response.arrayBuffer())
    },
  }
}

export async function call<T = unknown>(url: string, method: string, path: string, body?: unknown, token?: string): Promise<Answer<T>> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T }
}

/** The principal orders and the records officer freezes. */
export async function freeze(
  school: RunningSchool,
  grids: readonly string[],
): Promise<readonly Answer<{ version: number; digest: string; seq: number; epoch: number }>[]> {
  const principal = await signIn(school.url, 'hieutruong')
  const officer = await signIn(school.url, 'quantrihocba')
  const order = await principal.post<{ id: string }>('/api/orders', { action: 'freeze', scope: { grids }, reason: 'Kết thúc học kì' })
  const frozen = []
  for (const grid of grids)
    frozen.push(
      await officer.post<{ version: number; digest: string; seq: number; epoch: number }>(`/api/grids/${grid}/freeze`, {
        order: order.body.id,
      }),
    )
  return frozen
}

interface Job {
  readonly id: string
  readonly subject: string
}

interface Progress {
  readonly state: string
  readonly done: number
  readonly failed: readonly { readonly code: string }[]
}

/**
 * Everything that `user` may sign now (of these subjects), in one batch with one PIN. Returns how many were signed; `tell` hears now
 * and then how many are.
 */
export async function sign(
  school: RunningSchool,
  user: string,
  subjects?: ReadonlySet<string>,
  pin = demoPin,
  tell: (done: number) => void = () => undefined,
): Promise<number> {
  const person = await signIn(school.url, user)
  const jobs = (await person.get<readonly Job[]>('/api/signing/jobs')).body.filter((job) => subjects?.has(job.subject) ?? true)
  if (jobs.length === 0) return 0
  const batch = await person.post<{ id: string; code: string; agentUrl: string }>('/api/signing/batches', {
    jobs: jobs.map((job) => job.id),
  })
  const { id, code, agentUrl } = batch.body
  const authorised = await call(new URL(agentUrl).origin, 'POST', `/batches/${id}/authorize`, { code, pin })
  if (authorised.status !== 202) throw new Error(`not authorised: ${JSON.stringify(authorised)}`)
  const until = Date.now() + 120_000
  while (Date.now() < until) {
    const { body } = await person.get<Progress>(`/api/signing/batches/${id}`)
    tell(body.done)
    if (body.state === 'done') return jobs.length
    if (body.state === 'failed') throw new Error(`the batch of ${user} failed: ${JSON.stringify(body)}\n${school.output()}`)
    // A long batch is looked at no more often than the page does.
    await new Promise((resolve) => setTimeout(resolve, Math.min(1_000, Math.max(100, 5 * (jobs.length - body.done)))))
  }
  throw new Error(`the batch of ${user} did not end:\n${school.output()}`)
}
