import { existsSync, readFileSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '@hocba/shared/core'

/** What `hocba agent pair` has written: this computer signs for one person, at one school. */
export interface Pairing {
  readonly server: string
  readonly token: string
  readonly account: string
}

/** `undefined` on the school's own signing computer. */
export function readPairing(dataDir: string): Pairing | undefined {
  const path = join(dataDir, 'agent', 'pairing.json')
  if (!existsSync(path)) return undefined
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (!isPairing(value)) throw new TypeError(`${path} is no pairing: pair this computer again`)
  if (!/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/.test(value.server)) throw new TypeError(`${path}: the server must be https`)
  return value
}

function isPairing(value: unknown): value is Pairing {
  if (typeof value !== 'object' || value === null || !('server' in value) || !('token' in value) || !('account' in value)) return false
  return [value.server, value.token, value.account].every((one) => typeof one === 'string' && one !== '')
}

interface Published {
  readonly chain: readonly string[]
  readonly crl: readonly string[]
}

/**
 * Chain and revocation lists as the school publishes them now; the roots are those of the day of pairing, and no answer changes them.
 * @throws Fault `store.unavailable`
 */
async function copyTrust(server: string, pki: string): Promise<void> {
  const { chain, crl } = await askTrust(server)
  for (const [name, parts] of [
    ['chain.pem', chain],
    ['crl.pem', crl],
  ] as const) {
    const text = parts.join('')
    if (text === (await readFile(join(pki, name), 'utf8').catch(() => undefined))) continue
    await writeFile(join(pki, `${name}.new`), text, { mode: 0o644 })
    await rename(join(pki, `${name}.new`), join(pki, name))
  }
}

/** How old what was copied may be, in milliseconds: a batch verifies hundreds of files, and lists are published hours apart. */
const freshness = 60_000

/** Copies it as often as it is asked for and what was copied is no longer fresh; many may ask at once. */
export function trustCopier(server: string, pki: string, now: () => Date): () => Promise<void> {
  let last: { readonly at: number; readonly copied: Promise<void> } | undefined
  return () => {
    const age = now().getTime() - (last?.at ?? Number.NEGATIVE_INFINITY)
    if (last !== undefined && age >= 0 && age < freshness) return last.copied
    const made = { at: now().getTime(), copied: copyTrust(server, pki) }
    last = made
    made.copied.catch(() => {
      if (last === made) last = undefined
    })
    return made.copied
  }
}

async function askTrust(server: string): Promise<Published> {
  try {
    const response = await fetch(`${server}/api/trust`, { signal: AbortSignal.timeout(30_000), redirect: 'error' })
    const { chain, crl } = (await response.json()) as Partial<Record<keyof Published, unknown>>
    return { chain: texts(chain), crl: texts(crl) }
  } catch (cause) {
    throw new Fault('store.unavailable', { detail: 'Máy ký không lấy được chứng thư của trường từ máy chủ.', cause })
  }
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
