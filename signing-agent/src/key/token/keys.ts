import { randomUUID } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import { Authorizations } from '../authorizations.ts'
import {
  type Authorization,
  type AuthorizationRequest,
  type CredentialRef,
  type Holder,
  type KeyProvider,
  sessionMilliseconds,
} from '../port.ts'
import { isSignatureBy } from '../signature.ts'
import { type TokenPlace, placedAccounts, readPlace } from './place.ts'
import { TokenProcess } from './process.ts'
import type { TokenDescription } from './session.ts'

interface OpenToken {
  readonly process: TokenProcess
  readonly token: string
  readonly certificate: Uint8Array
  readonly timer: NodeJS.Timeout
}

/** Keys on PKCS#11 tokens (USB, smart card, HSM): one child process an authorisation, and one authorisation a token at a time. */
export class TokenKeys implements KeyProvider {
  readonly kind = 'pkcs11'
  readonly #dir: string
  readonly #program: string
  readonly #open: Authorizations<OpenToken>
  /** Tokens in use. */
  readonly #taken = new Set<string>()

  /** `program` is the compiled `token/main.js`. */
  constructor(dir: string, program: string, now: () => number) {
    this.#dir = dir
    this.#program = program
    this.#open = new Authorizations(now)
  }

  async list(): Promise<readonly CredentialRef[]> {
    const found = await Promise.all((await placedAccounts(this.#dir)).map((account) => this.find(account)))
    return found.filter((credential) => credential !== undefined)
  }

  async find(account: string): Promise<CredentialRef | undefined> {
    const place = await readPlace(this.#dir, account)
    if (place === undefined) return undefined
    const { certificate, chain, algorithm, tries } = await this.#briefly((child) => child.ask({ ask: 'describe', place }))
    return {
      id: account,
      kind: this.kind,
      act: 'pin',
      certificate,
      chain,
      algorithms: [algorithm],
      maxBatch: 1_000,
      status: tries.state === 'locked' ? 'locked' : 'ready',
      tries,
      assurance: `Thiết bị ký «${place.token}» (khóa không rời thiết bị)`,
    }
  }

  async check(credential: string, holder: Holder): Promise<void> {
    const place = await this.#place(credential)
    await this.#taking(place, () => this.#briefly((child) => this.#login(child, place, randomUUID(), holder)))
  }

  async authorize(request: AuthorizationRequest, holder: Holder): Promise<Authorization> {
    const place = await this.#place(request.credential)
    const id = randomUUID()
    const token = this.#take(place)
    const process = new TokenProcess(this.#program)
    try {
      const { certificate } = await this.#login(process, place, id, holder)
      const timer = setTimeout(() => void this.release({ id, credential: request.credential }), sessionMilliseconds).unref()
      return this.#open.add(request, { process, token, certificate, timer }, id)
    } catch (cause) {
      await process.end()
      this.#taken.delete(token)
      throw cause
    }
  }

  async signHashes(authorization: Authorization, digests: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
    const { process, certificate } = this.#open.demand(authorization, digests)
    const signatures = await process.ask({ ask: 'sign', authorization: authorization.id, digests })
    const areGood =
      signatures.length === digests.length &&
      signatures.every((one, at) => isSignatureBy(certificate, digests[at] ?? new Uint8Array(), one))
    if (!areGood) throw new Fault('artefact.invalid', { detail: 'Khóa trên thiết bị không thuộc về chứng thư số này.' })
    return signatures
  }

  async release(authorization: Authorization): Promise<void> {
    const open = this.#open.remove(authorization)
    if (open === undefined) return
    clearTimeout(open.timer)
    await open.process.end()
    this.#taken.delete(open.token)
  }

  async #place(account: string): Promise<TokenPlace> {
    const place = await readPlace(this.#dir, account)
    if (place === undefined) throw new Fault('credential.missing')
    return place
  }

  /** Looks how few tries are left before the PIN is asked for: the last ones are the person's to risk, not ours. */
  async #login(child: TokenProcess, place: TokenPlace, authorization: string, holder: Holder): Promise<TokenDescription> {
    const described = await child.ask({ ask: 'describe', place })
    const { tries } = described
    if (tries.state === 'locked') throw new Fault('pin.locked', { extra: { tries } })
    if (tries.state !== 'enough' && !(await holder.confirms(tries))) throw new Fault('pin.low', { extra: { tries } })
    const pin = await holder.pin()
    try {
      await child.ask({ ask: 'open', place, authorization, pin })
    } finally {
      pin.fill(0)
    }
    return described
  }

  async #briefly<T>(work: (child: TokenProcess) => Promise<T>): Promise<T> {
    const child = new TokenProcess(this.#program)
    try {
      return await work(child)
    } finally {
      await child.end()
    }
  }

  async #taking<T>(place: TokenPlace, work: () => Promise<T>): Promise<T> {
    const token = this.#take(place)
    try {
      return await work()
    } finally {
      this.#taken.delete(token)
    }
  }

  #take({ module, token }: TokenPlace): string {
    const name = `${module}\n${token}`
    if (this.#taken.has(name)) throw new Fault('key.busy')
    this.#taken.add(name)
    return name
  }
}
