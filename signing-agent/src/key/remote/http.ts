import { Fault } from '@hocba/shared/core'

export interface Timing {
  /** Milliseconds that only go forward. */
  readonly now: () => number
  readonly pause: (milliseconds: number) => Promise<void>
  /** How long one answer may take. */
  readonly patience: number
}

export interface Asking {
  readonly bearer?: string
  /** Asking twice is harmless, so trouble on the way is asked away; what makes a telephone ring is asked once. */
  readonly repeatable: boolean
  readonly patience?: number
}

export interface Answer {
  readonly status: number
  readonly body: unknown
}

const attempts = 4
const largest = 8 * 1024 * 1024

/** JSON over POST to one service. What it sends back is limited in time and size; secrets are in bodies and headers only. */
export class RemoteHttp {
  readonly #origin: string
  readonly #timing: Timing

  constructor(origin: string, timing: Timing) {
    this.#origin = origin
    this.#timing = timing
  }

  get timing(): Timing {
    return this.#timing
  }

  /** @throws Fault `remote.failed` when the service does not answer in JSON, or not at all */
  async post(path: string, body: object, asking: Asking): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(path, body, asking)
      if (typeof answer === 'object' && answer.status < 500 && answer.status !== 429) return answer
      // 429: the service has not looked at it, so nothing has rung.
      const mayRepeat = asking.repeatable || (typeof answer === 'object' && answer.status === 429)
      if (!mayRepeat || attempt === attempts) throw failure(typeof answer === 'object' ? `mã ${answer.status}` : answer)
      await this.#timing.pause(typeof answer === 'object' ? Math.max(answer.retryAfter, attempt * 500) : attempt * 500)
    }
  }

  async #once(path: string, body: object, asking: Asking): Promise<(Answer & { readonly retryAfter: number }) | string> {
    try {
      const response = await fetch(`${this.#origin}/${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(asking.bearer === undefined ? {} : { authorization: `Bearer ${asking.bearer}` }),
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(asking.patience ?? this.#timing.patience),
        redirect: 'error',
      })
      const retryAfter = Math.min(60, Number(response.headers.get('retry-after') ?? 0) || 0) * 1_000
      return { status: response.status, body: await json(response), retryAfter }
    } catch {
      return 'không trả lời'
    }
  }
}

export const failure = (why: string): Fault => new Fault('remote.failed', { detail: `Dịch vụ ký số từ xa không thực hiện được: ${why}.` })

async function json(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    size += chunk.length
    if (size > largest) throw new RangeError('too long')
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined
  }
}
