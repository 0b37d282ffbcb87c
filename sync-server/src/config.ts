import { resolve } from 'node:path'

/** What the environment decides; every name is documented in the README and the contract of the commands. */
export interface Config {
  readonly host: string
  readonly port: number
  readonly publicUrl: string | undefined
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  readonly dataDir: string
  readonly demo: boolean
  readonly agentOrigin: string
  readonly agentToken: string | undefined
  readonly logLevel: string
  /** Who is asked about revocation, beside the lists; nobody when absent. */
  readonly ocsp: string | undefined
  readonly limits: Limits
}

/** 0 lifts a limit. */
export interface Limits {
  /** Sync updates a second and connection; the burst is ten times that. */
  readonly updates: number
  /** Sockets a user. */
  readonly connections: number
  /** Failed sign-ins in 15 minutes an account; six times that an address. */
  readonly signIn: number
  /** Public verifications a minute and address. */
  readonly verify: number
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1'])

/** Reads the environment; throws a sentence a person can act on. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  if (env['HOCBA_DATABASE_URL'] !== undefined && env['HOCBA_DATABASE_URL'] !== '') {
    throw new Error('HOCBA_DATABASE_URL: bản này chỉ dùng SQLite; PostgreSQL sẽ có ở bản sau. Hãy bỏ biến này.')
  }
  const host = env['HOCBA_HOST'] ?? '127.0.0.1'
  const cert = env['HOCBA_TLS_CERT']
  const key = env['HOCBA_TLS_KEY']
  const tls = cert !== undefined && key !== undefined ? { cert, key } : undefined
  const publicUrl = env['HOCBA_PUBLIC_URL']
  if (!loopback.has(host) && !tls && publicUrl?.startsWith('https://') !== true) {
    throw new Error('HOCBA_HOST khác loopback cần TLS: đặt HOCBA_TLS_CERT và HOCBA_TLS_KEY, hoặc HOCBA_PUBLIC_URL=https://… sau một proxy.')
  }
  return {
    host,
    port: integer(env, 'HOCBA_PORT', 8080),
    publicUrl,
    tls,
    dataDir: resolve(env['HOCBA_DATA_DIR'] ?? './data'),
    demo: env['HOCBA_DEMO'] === '1',
    agentOrigin: `http://127.0.0.1:${integer(env, 'HOCBA_AGENT_PORT', 8090)}`,
    agentToken: env['HOCBA_AGENT_TOKEN'],
    logLevel: env['HOCBA_LOG_LEVEL'] ?? 'info',
    ocsp: responderOf(env['HOCBA_OCSP_URL']),
    limits: {
      updates: integer(env, 'HOCBA_LIMIT_UPDATES', 50),
      connections: integer(env, 'HOCBA_LIMIT_CONNECTIONS', 20),
      signIn: integer(env, 'HOCBA_LIMIT_SIGNIN', 5),
      verify: integer(env, 'HOCBA_LIMIT_VERIFY', 10),
    },
  }
}

/** An address, or `aia`: where certificates that lead to a trusted root say. */
function responderOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined
  if (text !== 'aia' && !(/^https?:\/\//.test(text) && URL.canParse(text)))
    throw new Error(`HOCBA_OCSP_URL phải là địa chỉ http(s) hoặc «aia», không phải «${text}».`)
  return text
}

function integer(env: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number {
  const text = env[name]
  if (text === undefined || text === '') return otherwise
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} phải là số nguyên không âm, không phải «${text}».`)
  return value
}
