import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '@hocba/shared/core'

export const dialects = ['csc', 'smartca', 'mysign'] as const

export type DialectName = (typeof dialects)[number]

/** Whose key is where: written by `hocba credential remote` as `<account>.remote.json`. */
export interface RemotePlace {
  readonly service: DialectName
  /** How the service knows the person: citizen id or tax number. */
  readonly user: string
  readonly credential?: string
}

/** The school's own access to a service: written by `hocba credential service` as `<service>.service.json`. */
export interface ServiceAccess {
  readonly url: string
  readonly client: string
  readonly secret: string
}

const ending = '.remote.json'

export const remoteAccounts = async (dir: string): Promise<readonly string[]> =>
  (await readdir(dir)).filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length))

/** `undefined` when the account has no key there. */
export async function readRemote(dir: string, account: string): Promise<RemotePlace | undefined> {
  const facts = await readFacts(join(dir, `${account}${ending}`))
  if (facts === undefined) return undefined
  const service = dialects.find((one) => one === facts['service'])
  const { user, credential } = facts
  if (service === undefined || user === undefined)
    throw new Fault('credential.unfit', { detail: `Tệp ${account}${ending} không đúng mẫu.` })
  return { service, user, ...(credential === undefined ? {} : { credential }) }
}

/** Only over TLS, or to this machine. @throws Fault `credential.missing` when the school has no access to the service */
export async function readAccess(dir: string, service: DialectName): Promise<ServiceAccess> {
  const { url = '', client, secret } = (await readFacts(join(dir, `${service}.service.json`))) ?? {}
  if (client === undefined || secret === undefined || !/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/.test(url))
    throw new Fault('credential.missing', { detail: `Máy ký chưa được khai báo dịch vụ ký số từ xa «${service}» (cần địa chỉ https).` })
  return { url: url.replace(/\/$/, ''), client, secret }
}

async function readFacts(path: string): Promise<Readonly<Record<string, string | undefined>> | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const value = parse(text)
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).map(([name, fact]) => [name, typeof fact === 'string' ? fact : undefined]))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
