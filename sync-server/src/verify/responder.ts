import type { AskStatus, StatusQuestion } from '@hocba/shared/verify'

/** Answers about revocation over HTTP, kept for a few minutes. Without one, revocation lists decide. */
export interface ResponderSettings {
  /** The school's choice; `aia` asks where a certificate that leads to a trusted root says. */
  readonly url: string
  readonly milliseconds: number
}

const kept = 5 * 60_000
const mostKept = 1_000
const largest = 64 * 1024

/** Asks one OCSP responder (RFC 6960); bounded in time and size, and silent rather than wrong. */
export class Responder {
  readonly #settings: ResponderSettings
  readonly #now: () => number
  readonly #answers = new Map<string, { readonly bytes: Uint8Array; readonly until: number }>()

  constructor(settings: ResponderSettings, now: () => number) {
    this.#settings = settings
    this.#now = now
  }

  readonly ask: AskStatus = async (question) => {
    const key = `${question.issuerKey}/${question.serial}`
    const known = this.#answers.get(key)
    if (known !== undefined && known.until > this.#now()) return known.bytes
    const bytes = await this.#post(question)
    if (bytes === undefined) return undefined
    for (const oldest of this.#answers.keys()) if (this.#answers.size >= mostKept) this.#answers.delete(oldest)
    this.#answers.delete(key)
    this.#answers.set(key, { bytes, until: this.#now() + kept })
    return bytes
  }

  async #post({ request, responder }: StatusQuestion): Promise<Uint8Array | undefined> {
    const url = this.#settings.url === 'aia' ? responder : this.#settings.url
    if (url === undefined) return undefined
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/ocsp-request' },
        body: new Uint8Array(request),
        redirect: 'error',
        signal: AbortSignal.timeout(this.#settings.milliseconds),
      })
      const isAnswer = response.ok && (response.headers.get('content-type') ?? '').startsWith('application/ocsp-response')
      if (isAnswer) return await readAtMost(response)
      await response.body?.cancel()
    } catch {
      // Nobody there, or too late: as if none were configured.
    }
    return undefined
  }
}

async function readAtMost(response: Response): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > largest) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts)
}
