import { randomBytes } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import { type TokenVerdict, type Trust, judgeToken } from '@hocba/shared/verify'
import { stampRequest, tokenIn } from './request.ts'

/** Where signatures get their time from. */
export interface StampSource {
  /**
   * A token over these octets that has been checked; `undefined` when the school signs without one.
   * @throws Fault `timestamp.failed`
   */
  stamp(octets: Uint8Array): Promise<Uint8Array | undefined>
}

/** No authority is configured: times are claims. */
export const noStamps: StampSource = { stamp: () => Promise.resolve(undefined) }

export interface StampSettings {
  readonly url: string
  readonly policy?: string
  /** What happens when the authority does not answer well: nothing is signed, or it is signed without and told. */
  readonly otherwise: 'refuse' | 'without'
  readonly milliseconds: number
}

export interface StampParts {
  /** Read for each token: the folder's files may be renewed while the agent runs. */
  readonly trust: () => Trust
  readonly now: () => Date
  readonly report: (event: string, facts: Readonly<Record<string, unknown>>) => void
}

/** So much of /Contents is left by the certificates of signer and authority. */
const largest = 5_000

/** An RFC 3161 authority over HTTP. It learns a digest, and nothing it says is embedded unchecked. */
export class StampAuthority implements StampSource {
  readonly #settings: StampSettings
  readonly #parts: StampParts

  constructor(settings: StampSettings, parts: StampParts) {
    this.#settings = settings
    this.#parts = parts
  }

  async stamp(octets: Uint8Array): Promise<Uint8Array | undefined> {
    try {
      return await this.#ask(octets)
    } catch (cause) {
      const fault = cause instanceof Fault ? cause : new Fault('timestamp.failed', { cause })
      if (this.#settings.otherwise === 'refuse') throw fault
      this.#parts.report('timestamp.missing', { reason: fault.message })
      return undefined
    }
  }

  async #ask(stamped: Uint8Array): Promise<Uint8Array> {
    const { policy } = this.#settings
    const nonce = makeNonce()
    const named = policy === undefined ? {} : { policy }
    const token = tokenIn(await this.#post(stampRequest({ stamped, nonce, ...named })))
    if (token === undefined) throw refusal('Dịch vụ dấu thời gian từ chối cấp.')
    if (token.length > largest) throw refusal('Dấu thời gian quá lớn cho tệp PDF.')
    const { trust, now } = this.#parts
    const verdict = await judgeToken(token, { stamped, trust: trust(), at: now(), nonce, ...named })
    if (verdict.state !== 'good') throw refusal(sentenceOf(verdict))
    return token
  }

  async #post(request: Uint8Array): Promise<Uint8Array> {
    const { url, milliseconds } = this.#settings
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: new Uint8Array(request),
      redirect: 'error',
      signal: AbortSignal.timeout(milliseconds),
    })
    const type = response.headers.get('content-type') ?? ''
    if (!response.ok || !type.startsWith('application/timestamp-reply')) {
      await response.body?.cancel()
      throw refusal('Dịch vụ dấu thời gian không trả lời đúng.')
    }
    return readAtMost(response, 64 * 1024)
  }
}

async function readAtMost(response: Response, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > most) throw refusal('Câu trả lời của dịch vụ dấu thời gian quá lớn.')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** 63 random bits, positive, in their shortest form. */
function makeNonce(): Uint8Array {
  const nonce = randomBytes(8)
  nonce[0] = (nonce.readUInt8(0) & 0x7f) | 0x40
  return nonce
}

const refusal = (detail: string): Fault => new Fault('timestamp.failed', { detail })

const sentenceOf = (verdict: Exclude<TokenVerdict, { readonly state: 'good' }>): string => {
  switch (verdict.state) {
    case 'unasked':
      return 'Chưa có chứng thư tin cậy của dịch vụ dấu thời gian (pki/tsa.pem).'
    case 'unknown':
      return 'Chưa có CRL còn hạn của dịch vụ dấu thời gian (pki/crl.pem).'
    case 'bad':
      return `Dấu thời gian nhận được không dùng được (${verdict.reason}).`
  }
}
