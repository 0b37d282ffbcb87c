import { Fault, isFaultCode } from '@hocba/shared/core'
import type { LoginServer } from './login.ts'
import type { LogSource } from './watcher.ts'
import {
  type AgentBatch,
  type AgentCertificates,
  type CertificateState,
  type AgentFailure,
  type AgentJob,
  type AgentLogHead,
  type AgentLogin,
  type AgentLoginResult,
  type AgentPeople,
  type AgentResult,
  type AgentWork,
  type ProvenWork,
  agentBatch,
  agentCertificateStates,
  agentLogHead,
  agentLogin,
  agentPeople,
  agentStarted,
  provenWorkHead,
  readBundle,
  writeBundle,
} from '@hocba/shared/wire'

/** What the agent asks of the server; it is always the agent that calls. */
export interface Server {
  people(): Promise<AgentPeople>
  /** Declares certificates that the school does not know yet, and says what it thinks of each. */
  certificates(certificates: AgentCertificates): Promise<readonly CertificateState[]>
  /** `batch.unknown` when the code is wrong, used up or expired. */
  batch(id: string, code: string): Promise<AgentBatch>
  /** Uses the code up and leases every job. */
  start(id: string, code: string): Promise<readonly AgentJob[]>
  work(job: string): Promise<AgentWork>
  /** With the proof that what the job signs is on record in the log of that size. */
  provenWork(job: string, size: number): Promise<ProvenWork>
  /** The snapshot that the job's own replaces. */
  replaced(job: string): Promise<Uint8Array>
  result(job: string, result: AgentResult): Promise<void>
  failure(job: string, failure: AgentFailure): Promise<void>
  finish(batch: string): Promise<void>
  /** This agent has begun and works on nothing: what it had leased before is due again. */
  release(): Promise<void>
  /** The head of the school's log, with the proof that the log of size `from` has grown into it. */
  logHead(from: number): Promise<AgentLogHead>
  /** Hands in a checkpoint that was just signed. */
  keepCheckpoint(note: string): Promise<void>
  /** Shows a checkpoint that the present log does not continue. */
  showCheckpoint(note: string): Promise<void>
}

const patience = 30_000

/** The server over HTTP, with the agent's bearer token. Refusals become Faults; no answer is `agent.offline` turned round: `store.unavailable`. */
export class HttpServer implements Server, LoginServer, LogSource {
  readonly #origin: string
  readonly #token: string

  constructor(origin: string, token: string) {
    this.#origin = origin
    this.#token = token
  }

  async people(): Promise<AgentPeople> {
    return agentPeople.parse(await (await this.#ask('/people')).json())
  }

  async certificates(certificates: AgentCertificates): Promise<readonly CertificateState[]> {
    return agentCertificateStates.parse(await (await this.#ask('/certificates', { certificates })).json()).states
  }

  async batch(id: string, code: string): Promise<AgentBatch> {
    return agentBatch.parse(await (await this.#ask(`/batches/${part(id)}?code=${part(code)}`)).json())
  }

  async start(id: string, code: string): Promise<readonly AgentJob[]> {
    return agentStarted.parse(await (await this.#ask(`/batches/${part(id)}/start`, { code })).json()).jobs
  }

  async work(job: string): Promise<AgentWork> {
    return (await this.#work(job, '')).work
  }

  async provenWork(job: string, size: number): Promise<ProvenWork> {
    const { head, work } = await this.#work(job, `?size=${size}`)
    const proven = provenWorkHead.safeParse(head)
    if (!proven.success) throw misshapen()
    return { ...work, ...proven.data }
  }

  async replaced(job: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#ask(`/jobs/${part(job)}/replaced`)).arrayBuffer())
  }

  async result(job: string, { xml, pdf, key }: AgentResult): Promise<void> {
    await this.#ask(`/jobs/${part(job)}/result`, writeBundle({ key }, { xml, pdf }))
  }

  async failure(job: string, failure: AgentFailure): Promise<void> {
    await this.#ask(`/jobs/${part(job)}/failure`, failure)
  }

  async finish(batch: string): Promise<void> {
    await this.#ask(`/batches/${part(batch)}/finish`, {})
  }

  async release(): Promise<void> {
    await this.#ask('/release', {})
  }

  async login(id: string, code: string): Promise<AgentLogin> {
    return agentLogin.parse(await (await this.#ask(`/logins/${part(id)}?code=${part(code)}`)).json())
  }

  async loginResult(id: string, result: AgentLoginResult): Promise<void> {
    await this.#ask(`/logins/${part(id)}/result`, result)
  }

  async logHead(from: number): Promise<AgentLogHead> {
    return agentLogHead.parse(await (await this.#ask(`/log?from=${from}`)).json())
  }

  async keepCheckpoint(note: string): Promise<void> {
    await this.#ask('/log/checkpoints', { note })
  }

  async showCheckpoint(note: string): Promise<void> {
    await this.#ask('/log/witness', { note })
  }

  async newest(): Promise<string | null> {
    const { note } = (await (await answered(await this.#fetch('/api/log/checkpoint'))).json()) as { readonly note?: unknown }
    return typeof note === 'string' ? note : null
  }

  async consistency(from: number, to: number): Promise<readonly string[]> {
    const { proof } = (await (await answered(await this.#fetch(`/api/log/consistency?from=${from}&to=${to}`))).json()) as {
      readonly proof?: unknown
    }
    return Array.isArray(proof) ? proof.map(String) : []
  }

  async #work(job: string, query: string): Promise<{ readonly head: unknown; readonly work: AgentWork }> {
    const answer = new Uint8Array(await (await this.#ask(`/jobs/${part(job)}/work${query}`)).arrayBuffer())
    const bundle = readBundle(answer, ['snapshot', 'xml', 'pdf'])
    if (!bundle?.files.snapshot) throw misshapen()
    return { head: bundle.head, work: { ...bundle.files, snapshot: bundle.files.snapshot } }
  }

  async #ask(path: string, body?: unknown): Promise<Response> {
    return answered(await this.#fetch(`/api/agent${path}`, body))
  }

  async #fetch(path: string, body?: unknown): Promise<Response> {
    try {
      return await fetch(`${this.#origin}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${this.#token}`, ...(body === undefined ? {} : { 'content-type': contentType(body) }) },
        ...(body === undefined ? {} : { body: isBundle(body) ? body : JSON.stringify(body) }),
        signal: AbortSignal.timeout(patience),
        redirect: 'error',
      })
    } catch (cause) {
      throw new Fault('store.unavailable', { detail: 'Máy ký không liên lạc được với máy chủ.', cause })
    }
  }
}

const part = encodeURIComponent

const misshapen = (): Fault => new Fault('store.unavailable', { detail: 'Máy chủ trả lời không đúng mẫu.' })

const isBundle = (body: unknown): body is Uint8Array<ArrayBuffer> => body instanceof Uint8Array

const contentType = (body: unknown): string => (isBundle(body) ? 'application/octet-stream' : 'application/json')

async function answered(response: Response): Promise<Response> {
  if (response.ok) return response
  const problem: unknown = await response.json().catch(() => undefined)
  const code = typeof problem === 'object' && problem !== null && 'code' in problem ? String(problem.code) : ''
  if (isFaultCode(code)) throw new Fault(code)
  throw new Fault(response.status === 404 ? 'batch.unknown' : 'store.unavailable', { detail: `Máy chủ trả lời ${response.status}.` })
}
