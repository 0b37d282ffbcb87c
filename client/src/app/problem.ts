/** A refusal of the server (RFC 9457): `code` is for programs, `detail` is the Vietnamese sentence for people. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly code: string
  readonly detail: string
  readonly status: number
  readonly extra: Readonly<Record<string, unknown>>

  constructor(code: string, detail: string, status: number, extra: Readonly<Record<string, unknown>> = {}) {
    super(detail)
    this.code = code
    this.detail = detail
    this.status = status
    this.extra = extra
  }
}

/** No answer at all: Wi-Fi is gone or the server is down. */
export const offlineCode = 'network'

export const isOffline = (error: unknown): boolean => error instanceof ApiProblem && error.code === offlineCode

const problemKeys = new Set(['type', 'title', 'status', 'code', 'detail'])

export async function readProblem(response: Response): Promise<ApiProblem> {
  const body = await readObject(response)
  const code = typeof body['code'] === 'string' ? body['code'] : 'internal'
  const detail = typeof body['detail'] === 'string' ? body['detail'] : `Máy chủ trả lời ${response.status}. Hãy thử lại.`
  const extra = Object.fromEntries(Object.entries(body).filter(([key]) => !problemKeys.has(key)))
  return new ApiProblem(code, detail, response.status, extra)
}

async function readObject(response: Response): Promise<Readonly<Record<string, unknown>>> {
  try {
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {} // a proxy's HTML page instead of a problem: the status alone speaks
  }
}

/** The strings of a list that a problem carries, such as the empty cells of `grid.incomplete`. */
export function listOf(problem: ApiProblem, ...keys: readonly string[]): readonly string[] {
  const found = keys.map((key) => problem.extra[key]).find(Array.isArray)
  return (found ?? []).filter((item): item is string => typeof item === 'string')
}
