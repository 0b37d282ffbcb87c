import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Fault, faults } from '@hocba/shared/core'
import { maskPersonalIds } from '@hocba/shared/school'
import { Agent } from './agent.ts'
import { ensureDemoCredentials } from './certificate/demo.ts'
import { type Config, foldersOf, readConfig } from './config.ts'
import { makeFolder } from './folder.ts'
import { codeOf } from './delivery.ts'
import { Journal } from './journal.ts'
import { LogSigner } from './log.ts'
import { PinCounter } from './key/pin.ts'
import { Pkcs12Keys } from './key/pkcs12.ts'
import { RemoteKeys } from './key/remote/keys.ts'
import { KeyRing } from './key/ring.ts'
import { TokenKeys } from './key/token/keys.ts'
import { listener } from './listen.ts'
import { Logins } from './login.ts'
import { loginRoutes } from './login-routes.ts'
import { Outbox } from './outbox.ts'
import { trustCopier } from './pairing.ts'
import { HttpServer, type Server } from './server.ts'
import { StampAuthority, noStamps } from './timestamp/authority.ts'
import { PublishedFolder } from './trust.ts'
import { verifierOf } from './verify.ts'
import { LogWatcher } from './watcher.ts'

/** Facts are ids and codes only: no names, no marks, no PIN. */
const report = (event: string, facts: Readonly<Record<string, unknown>> = {}): void => {
  const line = JSON.stringify({ at: new Date().toISOString(), program: 'signing-agent', event, ...facts })
  process.stderr.write(`${maskPersonalIds(line)}\n`)
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const stop = new AbortController()
  const server = new HttpServer(config.server, config.token)
  const now = (): Date => new Date()
  const folders = openFolders(config)
  const journal = await Journal.open(folders.journal, now)
  const outbox = await Outbox.open(folders.outbox)
  const isPaired = config.account !== undefined
  const signer = new LogSigner(server, folders.log)
  const log = isPaired ? new LogWatcher(server, folders.log, (milliseconds) => pause(milliseconds)) : signer
  const published = new PublishedFolder(folders.pki)
  const look = verifierOf(published, now)
  const copyTrust = trustCopier(config.server, folders.pki, now)
  const verify: typeof look = async (files, work) => {
    if (isPaired) await copyTrust()
    await look(files, work)
  }
  // Nothing is made before the port is ours: another agent may be at work in the same folder.
  let begin = (): void => undefined
  const listening = new Promise<void>((resolve) => (begin = resolve))
  const ready = config.isDemo ? listening.then(() => makeDemo(config, server, now, stop.signal)) : Promise.resolve()
  const keys = keysIn(folders.credentials, config)
  const agent = new Agent({
    server,
    keys,
    journal,
    outbox,
    log,
    style: config.style,
    stamps: config.stamps ? new StampAuthority(config.stamps, { trust: () => published.read().trust, now, report }) : noStamps,
    now,
    verify,
    report,
    ready,
  })
  const logins = new Logins({ server, keys, origin: new URL(config.server).origin, report, ready })
  const app = listener(agent)
  loginRoutes(app, logins)
  const address = await app.listen({ host: '127.0.0.1', port: config.port })
  begin()
  report('listening', { address })

  const work = Promise.all([ready, resend(agent, stop.signal), ...(isPaired ? [] : [vouch(signer, stop.signal)])])
  const close = (): void => {
    if (stop.signal.aborted) return
    stop.abort()
    void app
      .close()
      .then(() => Promise.allSettled([work, agent.settle(), logins.settle()]))
      .then(() => journal.close())
      // Under `npm start` the open channel to that program would keep this one alive.
      .then(() => process.connected && process.disconnect())
  }
  process.once('SIGINT', close)
  process.once('SIGTERM', close)
  process.once('disconnect', close)
}

/** A token goes before a service and a service before a file, and files only where the school takes their low assurance. */
function keysIn(dir: string, { softwareKeys, account }: Config): KeyRing {
  const now = (): number => performance.now()
  const tokens = new TokenKeys(dir, fileURLToPath(new URL('./key/token/main.js', import.meta.url)), now)
  const remote = new RemoteKeys(dir, { now, pause: (milliseconds) => pause(milliseconds), patience: 20_000 })
  return new KeyRing([tokens, remote, ...(softwareKeys ? [new Pkcs12Keys(dir, new PinCounter(now), now)] : [])], account)
}

function openFolders(config: Config): ReturnType<typeof foldersOf> {
  const folders = foldersOf(config.dataDir)
  try {
    makeFolder(folders.credentials, 0o700)
    makeFolder(folders.pki, 0o755)
  } catch (cause) {
    throw new Fault('data.unwritable', { cause })
  }
  return folders
}

/** The people of the demo school are the server's to name: asked until it answers. */
async function makeDemo(config: Config, server: Server, now: () => Date, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const { school, holders } = await server.people()
      const credentials = await ensureDemoCredentials(config.dataDir, holders, school, now())
      await server.certificates(credentials)
      return report('demo.ready', { holders: holders.length })
    } catch (cause) {
      if (!(cause instanceof Fault && cause.code === 'store.unavailable')) report('demo.failed', { error: String(cause) })
      await pause(500, undefined, { signal }).catch(() => undefined)
    }
  }
}

async function resend(agent: Agent, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await agent.resend().catch((cause: unknown) => {
      if (!(cause instanceof Fault && cause.code === 'store.unavailable')) report('resend.failed', { error: String(cause) })
    })
    await pause(5_000, undefined, { signal }).catch(() => undefined)
  }
}

/** Signs the log's head as often as is due; a history that does not continue is told, and asked again. */
async function vouch(log: LogSigner, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await log.attend().catch((cause: unknown) => {
      if (!(cause instanceof Fault && cause.code === 'store.unavailable')) report('checkpoint.failed', { code: codeOf(cause) })
    })
    await pause(1_000, undefined, { signal }).catch(() => undefined)
  }
}

function sentence(cause: unknown): string {
  if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE') return `port.used: ${faults['port.used'].vi}`
  if (cause instanceof Fault) return `${cause.code}: ${cause.message}`
  return cause instanceof Error ? cause.message : String(cause)
}

main().catch((cause: unknown) => {
  process.stderr.write(`signing-agent: ${sentence(cause)}\n`)
  process.exitCode = 1
})
