import { Fault } from '@hocba/shared/core'
import type { RegisterAnswer } from '@hocba/shared/verify'
import { isRecord } from './client.ts'
import { readInput } from './context.ts'

export type AskRegister = (digest: string) => Promise<RegisterAnswer>

/** A register at an address (a server, or its `/api/register`), or a JSON file `{"<digest>": {"state": …, "replacedBy"?: …}}`. */
export async function registerOf(place: string): Promise<AskRegister> {
  if (/^https?:\/\//i.test(place)) return registerAt(place)
  const entries = parseEntries((await readInput(place)).toString('utf8'), place)
  return async (digest) => readAnswer(entries[digest] ?? { state: 'unknown' })
}

function registerAt(place: string): AskRegister {
  const base = place.replace(/\/+$/, '')
  const address = base.endsWith('/api/register') ? base : `${base}/api/register`
  return async (digest) => {
    const response = await fetch(`${address}/${digest}`, { signal: AbortSignal.timeout(10_000) })
    if (!response.ok) throw new Fault('server.unreachable', { detail: `Sổ phát hành trả lời ${response.status}.` })
    return readAnswer(await response.json())
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
