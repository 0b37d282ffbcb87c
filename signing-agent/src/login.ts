import { createHash } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import { type AgentLogin, type AgentLoginResult, loginText } from '@hocba/shared/wire'
import type { Given } from './agent.ts'
import type { Progress } from './progress.ts'
import { type Asking, approvedKey } from './approved.ts'
import { codeOf } from './delivery.ts'
import { PersonHere } from './holder.ts'
import { type CredentialRef, type Holder, type Waiting, hexOf } from './key/port.ts'
import type { Found } from './key/ring.ts'

/** What a sign-in asks of the server. */
export interface LoginServer {
  /** `session.invalid` when the code is wrong, used up or expired. */
  login(id: string, code: string): Promise<AgentLogin>
  loginResult(id: string, result: AgentLoginResult): Promise<void>
}

export interface LoginParts extends Asking {
  readonly server: Asking['server'] & LoginServer
  /** The server that this agent was set up with: what is signed names no other. */
  readonly origin: string
  readonly report: (event: string, facts: Readonly<Record<string, unknown>>) => void
  readonly ready: Promise<void>
}

export interface ShownLogin {
  readonly login: AgentLogin
  readonly origin: string
  readonly credential: CredentialRef | Fault
}

/** Sign-in by certificate (001 art. 8b): a person lets their key sign a challenge, whose text is made here from its parts. */
export class Logins {
  readonly #parts: LoginParts
  readonly #progress = new Map<string, Progress>()
  readonly #running = new Set<Promise<void>>()

  constructor(parts: LoginParts) {
    this.#parts = parts
  }

  /** What the page shows before the person acts. */
  async shown(id: string, code: string): Promise<ShownLogin> {
    const login = await this.#ask(id, code)
    await this.#parts.ready
    const credential = await approvedKey(this.#parts, login.person).then(
      (found) => found.credential,
      (cause: unknown) => (cause instanceof Fault ? cause : new Fault('credential.unfit', { cause })),
    )
    return { login, origin: this.#parts.origin, credential }
  }

  progress(id: string): Progress | undefined {
    return this.#progress.get(id)
  }

  /** Tries the PIN, then has the challenge signed and handed in meanwhile. A wrong PIN is counted and the code stays good. */
  async authorize(id: string, code: string, given: Given): Promise<void> {
    const holder = new PersonHere(given, (waiting) => this.#tell(id, { waiting }))
    try {
      await this.#parts.ready
      const login = await this.#ask(id, code)
      const found = await approvedKey(this.#parts, login.person)
      await found.provider.check(found.credential.id, holder)
      this.#tell(id, {})
      const run = this.#run(login, code, found, holder).finally(() => {
        holder.forget()
        this.#running.delete(run)
      })
      this.#running.add(run)
    } catch (cause) {
      holder.forget()
      throw cause
    }
  }

  /** Waits for those under way. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  async #run(login: AgentLogin, code: string, found: Found, holder: Holder): Promise<void> {
    const { server, origin, report } = this.#parts
    try {
      const signature = await sign(found, loginText(origin, login), holder)
      const { certificate, chain } = found.credential
      await server.loginResult(login.id, {
        code,
        certificate: base64(certificate),
        chain: chain.map(base64),
        signature: base64(signature),
      })
      this.#tell(login.id, { done: 1, finished: true })
      report('login.signed', { login: login.id })
    } catch (cause) {
      this.#tell(login.id, { failed: 1, finished: true })
      report('login.failed', { login: login.id, code: codeOf(cause) })
    }
  }

  /** @throws Fault `session.invalid` with a sentence for whoever stands at the page */
  async #ask(id: string, code: string): Promise<AgentLogin> {
    const login = await this.#parts.server.login(id, code).catch((cause: unknown) => {
      throw cause instanceof Fault && cause.code === 'session.invalid' ? gone() : cause
    })
    if (login.id !== id) throw gone()
    return login
  }

  #tell(id: string, news: Partial<Omit<Progress, 'waiting'>> & { readonly waiting?: Waiting | undefined }): void {
    const { waiting, ...counts } = news
    this.#progress.delete(id)
    this.#progress.set(id, { total: 1, done: 0, failed: 0, finished: false, ...counts, ...(waiting ? { waiting } : {}) })
    const [oldest] = this.#progress.keys()
    if (oldest !== undefined && this.#progress.size > mostKept) this.#progress.delete(oldest)
  }
}

/** Nobody looks at older ones: a challenge lives two minutes. */
const mostKept = 100

const gone = (): Fault =>
  new Fault('session.invalid', { detail: 'Yêu cầu đăng nhập này không có, đã dùng hoặc đã hết hạn. Hãy bắt đầu lại ở trang Đăng nhập.' })

/** One digest, released by the person for this alone. */
async function sign({ provider, credential }: Found, text: string, holder: Holder): Promise<Uint8Array> {
  const digest = createHash('sha256').update(text).digest()
  const display = { title: 'Đăng nhập Hocba', count: 1, summaryDigest: hexOf(digest) }
  const authorization = await provider.authorize({ credential: credential.id, digests: [digest], hashAlg: 'sha256', display }, holder)
  try {
    const [signature] = await provider.signHashes(authorization, [digest])
    if (signature === undefined) throw new Fault('credential.unfit')
    return signature
  } finally {
    await provider.release(authorization)
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
