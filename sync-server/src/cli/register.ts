import { Fault } from '@hocba/shared/core'
import type { RegisterAnswer, VerifyOptions } from '@hocba/shared/verify'
import { isRecord } from './client.ts'
import { readInput } from './context.ts'
import { readSigners } from './signers.ts'

/** What the school is asked by the digest of a record: what became of it, and who had to sign it on what decisions. */
type School = Required<Pick<VerifyOptions, 'register' | 'directory'>>

/** A school at an address (a server, or its `/api/register`), or a JSON file `{"<digest>": {"state": …, "replacedBy"?: …, "signers"?: …}}`. */
export async function schoolAt(place: string): Promise<School> {
  if (/^https?:\/\//i.test(place)) return schoolAtAddress(place)
  const entries = parseEntries((await readInput(place)).toString('utf8'), place)
  return {
    register: async (digest) => readAnswer(entries[digest] ?? { state: 'unknown' }),
    async directory(digest) {
      const entry = entries[digest]
      return isRecord(entry) ? readSigners(entry['signers']) : undefined
    },
  }
}

function schoolAtAddress(place: string): School {
  const base = place.replace(/\/+$/, '')
  const address = base.endsWith('/api/register') ? base : `${base}/api/register`
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(`${address}/${path}`, { signal: AbortSignal.timeout(10_000) })
    if (!response.ok) throw new Fault('server.unreachable', { detail: `Sổ phát hành trả lời ${response.status}.` })
    return response.json()
  }
  return {
    register: async (digest) => readAnswer(await ask(digest)),
    async directory(digest) {
      const answer = await ask(`${digest}/signers`)
      if (!isRecord(answer)) throw new TypeError('the directory gave no answer')
      return readSigners(answer['signers'])
    },
  }
}

function parseEntries(text: string, place: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (isRecord(value)) return value
  } catch (cause) {
    throw new Fault('file.unreadable', { detail: `${place} không phải là JSON.`, cause })
  }
  throw new Fault('file.unreadable', { detail: `${place} không phải là sổ phát hành.` })
}

const states = ['current', 'superseded', 'revoked', 'unknown'] as const

/** An answer that is no answer throws, and the verdict says unknown: a register is never read generously. */
function readAnswer(value: unknown): RegisterAnswer {
  const state = isRecord(value) ? states.find((one) => one === value['state']) : undefined
  if (!isRecord(value) || state === undefined) throw new TypeError('the register gave no state')
  return typeof value['replacedBy'] === 'string' ? { state, replacedBy: value['replacedBy'] } : { state }
}
