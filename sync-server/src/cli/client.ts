import { Fault, isFaultCode } from '@hocba/shared/core'
import type { Terminal } from './terminal.ts'

/** Where the running server is: HOCBA_URL, or this machine at HOCBA_PORT. */
export function serverUrl(env: Terminal['env']): string {
  const url = env['HOCBA_URL'] ?? `http://127.0.0.1:${env['HOCBA_PORT'] ?? '8080'}`
  return url.replace(/\/+$/, '')
}

export interface Body {
  readonly type: string
  readonly content: string | Uint8Array
}

export const jsonBody = (value: unknown): Body => ({ type: 'application/json', content: JSON.stringify(value) })

export const workbookBody = (content: Uint8Array): Body => ({
  type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  content,
})

/** A session of one person with the server; the password is asked once and not kept. */
export class Client {
  readonly #url: string
  readonly #token: string

  constructor(url: string, token: string) {
    this.#url = url
    this.#token = token
  }

  static async signIn(terminal: Terminal, user: string): Promise<Client> {
    const url = serverUrl(terminal.env)
    if (!(await isServerUp(url))) throw unreachable(url) // before the password is asked
    const password = await terminal.askSecret(`Mật khẩu của ${user}`, 'HOCBA_PASSWORD')
    const signIn = (otp?: string): Promise<unknown> => call(url, 'POST', '/api/session', {}, jsonBody({ username: user, password, otp }))
    const answer = await signIn().catch(async (error: unknown) => {
      if (!(error instanceof Fault) || error.code !== 'session.otp') throw error
      return signIn(await terminal.askSecret(`Mã xác thực của ${user}`, 'HOCBA_OTP'))
    })
    return new Client(url, readToken(answer))
  }

  get(path: string): Promise<unknown> {
    return call(this.#url, 'GET', path, this.#headers)
  }

  /** An answer that is too long to hold, piece by piece. */
  async stream(path: string): Promise<AsyncIterable<Uint8Array>> {
    const response = await fetch(`${this.#url}${path}`, { headers: this.#headers }).catch((cause: unknown) => {
      throw unreachable(this.#url, cause)
    })
    if (!response.ok || !response.body) throw faultOf(asJson(await response.text()), response.status)
    return response.body
  }

  post(path: string, body: Body): Promise<unknown> {
    return call(this.#url, 'POST', path, this.#headers, body)
  }

  async signOut(): Promise<void> {
    await call(this.#url, 'DELETE', '/api/session', this.#headers)
  }

  get #headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.#token}` }
  }
}

/** Does something as a person and ends the session, also when it fails. */
export async function asPerson<T>(terminal: Terminal, user: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await Client.signIn(terminal, user)
  try {
    return await work(client)
  } finally {
    await client.signOut().catch(() => undefined) // the session ends by itself; the work's own outcome matters
  }
}

export async function isServerUp(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`, { signal: AbortSignal.timeout(3000) }).then(
    (response) => response.ok,
    () => false,
  )
}

const unreachable = (url: string, cause?: unknown): Fault =>
  new Fault('server.unreachable', {
    detail: `Không kết nối được máy chủ tại ${url}. Hãy khởi động máy chủ (npm start) rồi thử lại.`,
    cause,
  })

export async function call(
  url: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: Body,
): Promise<unknown> {
  const init = body ? { method, headers: { ...headers, 'content-type': body.type }, body: body.content } : { method, headers }
  const response = await fetch(`${url}${path}`, init).catch((cause: unknown) => {
    throw unreachable(url, cause)
  })
  const text = await response.text()
  const answer = asJson(text)
  if (response.ok) return answer
  throw faultOf(answer, response.status)
}

function asJson(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}

function faultOf(answer: unknown, status: number): Fault {
  if (!isRecord(answer)) return new Fault('internal', { detail: `Máy chủ trả lời ${status} không rõ lý do.` })
  const code = typeof answer['code'] === 'string' && isFaultCode(answer['code']) ? answer['code'] : 'internal'
  return new Fault(code, typeof answer['detail'] === 'string' ? { detail: answer['detail'], extra: answer } : { extra: answer })
}

function readToken(answer: unknown): string {
  if (isRecord(answer) && typeof answer['token'] === 'string') return answer['token']
  throw new Fault('internal', { detail: 'Máy chủ không trả về phiên làm việc.' })
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
