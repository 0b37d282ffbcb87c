import { readFile, readdir } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { Fault } from '@hocba/shared/core'

/** Where a person's key is: written by `hocba credential token` as `<account>.token.json`. */
export interface TokenPlace {
  /** The maker's PKCS#11 library, an absolute path. */
  readonly module: string
  /** Label or serial number of the token. */
  readonly token: string
  /** CKA_ID in hex; needed only where the token holds several keys. */
  readonly key?: string
}

const ending = '.token.json'

export const placedAccounts = async (dir: string): Promise<readonly string[]> =>
  (await readdir(dir)).filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length))

/** `undefined` when the account has no token. */
export async function readPlace(dir: string, account: string): Promise<TokenPlace | undefined> {
  const text = await readFile(join(dir, `${account}${ending}`), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const place: unknown = parse(text)
  if (!isPlace(place)) throw new Fault('credential.unfit', { detail: `Tệp ${account}${ending} trên máy ký không đúng mẫu.` })
  return place
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isPlace(value: unknown): value is TokenPlace {
  if (typeof value !== 'object' || value === null || !('module' in value) || !('token' in value)) return false
  if ('key' in value && !(typeof value.key === 'string' && /^([0-9a-f]{2})+$/.test(value.key))) return false
  return typeof value.module === 'string' && isAbsolute(value.module) && typeof value.token === 'string' && value.token !== ''
}
