import { ApiProblem, offlineCode, readProblem } from './problem.ts'

/** What the session layer does when the server asks for a person; set once by `SessionProvider`. */
export interface Doorkeeper {
  /** Asks for the password again; resolves to whether the person gave it. */
  stepUp(): Promise<boolean>
  signedOut(): void
}

const nobody: Doorkeeper = { stepUp: () => Promise.resolve(false), signedOut: () => undefined }
let doorkeeper = nobody

export function employ(next: Doorkeeper): () => void {
  doorkeeper = next
  return () => {
    doorkeeper = nobody
  }
}

let speaker: string | undefined

/** Whose page this is: another window of the browser may have signed in somebody else with the same cookie. */
export function speakFor(user: string): void {
  speaker = user
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** A wrong password or code was typed; the session itself, if there is one, goes on. */
const answersTyping: ReadonlySet<string> = new Set(['session.invalid', 'session.otp'])

/** One call to the server; a step-up refusal asks the password and repeats the request once (trust.md: step-up). */
export async function call<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
  const first = await send(method, path, body)
  if (first.ok) return read<Answer>(first)
  const problem = await readProblem(first)
  if (problem.code === 'session.step-up' && (await doorkeeper.stepUp())) {
    const second = await send(method, path, body)
    if (second.ok) return read<Answer>(second)
    throw await readProblem(second)
  }
  if (problem.status === 401 && !answersTyping.has(problem.code)) doorkeeper.signedOut()
  throw problem
}

async function send(method: Method, path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(speaker === undefined || path === '/api/me' ? {} : { 'hocba-user': encodeURIComponent(speaker) }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (cause) {
    throw Object.assign(new ApiProblem(offlineCode, 'Không kết nối được máy chủ. Kiểm tra mạng rồi thử lại.', 0), { cause })
  }
}

async function read<Answer>(response: Response): Promise<Answer> {
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as Answer
}

export const api = {
  get: <Answer>(path: string): Promise<Answer> => call<Answer>('GET', path),
  post: <Answer = unknown>(path: string, body: unknown = {}): Promise<Answer> => call<Answer>('POST', path, body),
  put: <Answer = unknown>(path: string, body: unknown): Promise<Answer> => call<Answer>('PUT', path, body),
  delete: <Answer = unknown>(path: string): Promise<Answer> => call<Answer>('DELETE', path),
}

/** Builds `/api/grids?class=6A`, leaving out what is not set. */
export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const set = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '')
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set).toString()}`
}
