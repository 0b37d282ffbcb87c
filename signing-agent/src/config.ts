import { join, resolve } from 'node:path'
import { readPairing } from './pairing.ts'
import type { StampSettings } from './timestamp/authority.ts'

export interface Config {
  readonly port: number
  readonly dataDir: string
  readonly server: string
  readonly token: string
  /** The holder of this computer; absent on the school's own, which signs for everybody who comes to it. */
  readonly account: string | undefined
  readonly isDemo: boolean
  readonly style: 'xades' | 'signature-properties'
  /** Whether keys in PKCS#12 files may sign. */
  readonly softwareKeys: boolean
  /** The authority for time stamps; without one, times are claims. */
  readonly stamps?: StampSettings
}

/** The agent's settings; a missing or senseless one is told in one line. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const port = Number(env['HOCBA_AGENT_PORT'] ?? 8090)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new TypeError('HOCBA_AGENT_PORT is no port')
  const dataDir = resolve(env['HOCBA_DATA_DIR'] ?? './data')
  const pairing = env['HOCBA_AGENT_TOKEN'] === undefined ? readPairing(dataDir) : undefined
  const token = pairing?.token ?? env['HOCBA_AGENT_TOKEN'] ?? ''
  if (token === '') throw new TypeError('HOCBA_AGENT_TOKEN is missing: the agent needs its own token for the server, or hocba agent pair')
  const style = env['HOCBA_SIGNING_TIME_STYLE'] ?? 'xades'
  if (style !== 'xades' && style !== 'signature-properties')
    throw new TypeError('HOCBA_SIGNING_TIME_STYLE is xades or signature-properties')
  return {
    port,
    dataDir,
    server: (pairing?.server ?? env['HOCBA_SERVER_URL'] ?? 'http://127.0.0.1:8080').replace(/\/$/, ''),
    token,
    account: pairing?.account,
    isDemo: pairing === undefined && env['HOCBA_DEMO'] === '1',
    style,
    softwareKeys: env['HOCBA_SOFTWARE_KEYS'] !== '0',
    ...readStamps(env, style),
  }
}

function readStamps(env: Readonly<Record<string, string | undefined>>, style: Config['style']): Pick<Config, 'stamps'> {
  const url = env['HOCBA_TSA_URL'] ?? ''
  if (url === '') return {}
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new TypeError('HOCBA_TSA_URL is no http address')
  if (style !== 'xades')
    throw new TypeError('HOCBA_TSA_URL needs HOCBA_SIGNING_TIME_STYLE=xades: the other style has no place for a time stamp')
  const otherwise = env['HOCBA_TSA_OTHERWISE'] ?? 'refuse'
  if (otherwise !== 'refuse' && otherwise !== 'without') throw new TypeError('HOCBA_TSA_OTHERWISE is refuse or without')
  const seconds = Number(env['HOCBA_TSA_SECONDS'] ?? 10)
  if (!(seconds > 0 && seconds <= 120)) throw new TypeError('HOCBA_TSA_SECONDS is no number of seconds up to 120')
  const policy = env['HOCBA_TSA_POLICY'] ?? ''
  if (!/^(?:[0-2](?:\.\d+)+)?$/.test(policy)) throw new TypeError('HOCBA_TSA_POLICY is no object identifier')
  return { stamps: { url, otherwise, milliseconds: seconds * 1000, ...(policy === '' ? {} : { policy }) } }
}

/** The agent's own folders; nobody else reads them. */
export const foldersOf = (dataDir: string) =>
  ({
    pki: join(dataDir, 'pki'),
    credentials: join(dataDir, 'agent', 'credentials'),
    journal: join(dataDir, 'agent', 'journal'),
    outbox: join(dataDir, 'agent', 'outbox'),
    log: {
      key: join(dataDir, 'agent', 'authority', 'log.key'),
      publicKey: join(dataDir, 'pki', 'school.vkey'),
      last: join(dataDir, 'agent', 'checkpoint'),
    },
  }) as const

export type Folders = ReturnType<typeof foldersOf>
