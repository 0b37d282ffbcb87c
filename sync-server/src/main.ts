import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault, faults } from '@hocba/shared/core'
import { parseGridId } from '@hocba/shared/grid'
import { amendmentRoutes } from './amend/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { boardRoutes } from './board/routes.ts'
import { BoardStreams } from './board/streams.ts'
import { systemClock } from './clock.ts'
import { type Config, readConfig } from './config.ts'
import { Certificates } from './certificate/certificates.ts'
import { certificateRoutes } from './certificate/routes.ts'
import { demoRoutes } from './demo/routes.ts'
import { seedDemo } from './demo/seed.ts'
import { eraseRoutes } from './erase/routes.ts'
import { Exclusive } from './exclusive.ts'
import { freezeRoutes } from './freeze/routes.ts'
import { Snapshots } from './freeze/snapshots.ts'
import { phrasesRoutes } from './identity/phrases.ts'
import { Accounts } from './identity/accounts.ts'
import { Reads } from './identity/reads.ts'
import { reportRoutes } from './identity/report-routes.ts'
import { recordRisks } from './identity/risk.ts'
import { certificateLoginRoutes } from './identity/certificate-login-routes.ts'
import { identityRoutes } from './identity/routes.ts'
import { SchoolDirectory, noSchool } from './identity/school.ts'
import { setupRoutes } from './identity/setup-routes.ts'
import { Setup } from './identity/setup.ts'
import { SecondFactor } from './identity/second-factor.ts'
import { SecretBox } from './identity/secret-box.ts'
import { Sessions } from './identity/session.ts'
import { importRoutes } from './import/routes.ts'
import { issueRoutes } from './issue/routes.ts'
import { listenForHttp } from './listen/http.ts'
import { demandPort } from './listen/port.ts'
import { listenForSockets } from './listen/socket.ts'
import { CommitQueue } from './log/commit-queue.ts'
import { operateRoutes } from './operate/routes.ts'
import { projectRoutes } from './project/routes.ts'
import { Rooms } from './room/rooms.ts'
import type { Services } from './services.ts'
import { agentRoutes } from './sign/agent-routes.ts'
import { SigningQueue } from './sign/queue.ts'
import { receiptRoutes } from './receipt/routes.ts'
import { PairedAgents } from './sign/paired.ts'
import { pairingRoutes } from './sign/pairing-routes.ts'
import { signingRoutes } from './sign/routes.ts'
import { TrustFolder } from './sign/trust.ts'
import type { Stores } from './store/port.ts'
import { checkLog } from './witness/self-check.ts'
import { Responder } from './verify/responder.ts'
import { witnessRoutes } from './witness/routes.ts'
import { Witness } from './witness/witness.ts'
import { isDiskFault, lockFolder, moveStores, sqliteStores, writerThreads } from './store/sqlite/index.ts'

const pages = fileURLToPath(new URL('../../client/dist/app', import.meta.url))

/** A grid that nobody has asked for and nobody is connected to for once or twice this long leaves the memory (milliseconds). */
const restEvery = 300_000

/** The only place that names concrete classes: opens the stores, wires the parts, listens, closes in reverse. */
async function start(config: Config): Promise<() => Promise<void>> {
  await demandPort(config.port, config.host)
  const lock = lockFolder(config.dataDir)
  const stores = await openStores(config)
  const clock = systemClock
  const school = await SchoolDirectory.load(stores.directory, clock, noSchool)
  const setup = Setup.open(config.dataDir, school.record !== noSchool)
  const queue = new CommitQueue(stores.gradebook, stopWriting)
  const trust = new TrustFolder(config.dataDir)
  const witness = new Witness(stores.gradebook, trust, config.dataDir, (trouble) => {
    process.stderr.write(`log.${trouble.kind}: ${faults[trouble.kind === 'rewound' ? 'log.rewound' : 'log.forked'].vi}\n`)
    void services.rooms.closeAll()
  })
  const accounts = await Accounts.load(stores.directory, school, config.demo)
  const secondFactor = new SecondFactor(accounts, queue, clock, SecretBox.open(config.dataDir))
  const services: Services = {
    config,
    clock,
    stores,
    school,
    queue,
    sessions: new Sessions(stores.directory, clock, config.limits.signIn, secondFactor),
    accounts,
    secondFactor,
    reads: new Reads(queue, stores.directory, clock),
    rooms: new Rooms(stores.gradebook, school, queue, clock),
    snapshots: await Snapshots.load(stores.gradebook, school),
    signing: new SigningQueue(stores.transcripts, school, clock, config.agentOrigin),
    agents: await PairedAgents.load(stores.directory, clock),
    certificates: await Certificates.load(stores.directory),
    status: config.ocsp === undefined ? undefined : new Responder({ url: config.ocsp, milliseconds: 5_000 }, Date.now).ask,
    exclusive: new Exclusive(),
    witness,
  }
  if (secondFactor.lost > 0) process.stderr.write(`${lostLine(secondFactor.lost)}\n`)
  recordRisks(services)
  await resumeSigning(services)
  const boards = new BoardStreams(services)
  const routes = [
    ...operateRoutes(services),
    ...identityRoutes(services),
    ...reportRoutes(services),
    ...setupRoutes(services, setup),
    ...phrasesRoutes(services),
    ...projectRoutes(services),
    ...boardRoutes(services, boards),
    ...freezeRoutes(services),
    ...signingRoutes(services, trust),
    ...receiptRoutes(services),
    ...agentRoutes(services, trust),
    ...pairingRoutes(services, trust),
    ...certificateRoutes(services),
    ...certificateLoginRoutes(services, trust),
    ...amendmentRoutes(services),
    ...witnessRoutes(services),
    ...auditRoutes(services),
    ...eraseRoutes(services),
    ...issueRoutes(services),
    ...importRoutes(services),
    ...demoRoutes(services),
  ]
  const app = await listenForHttp({
    config,
    sessions: services.sessions,
    accounts,
    school,
    agents: services.agents,
    routes,
    pages,
    demandWhole: () => demandWhole(witness),
  })
  const sockets = listenForSockets(app.server, services)
  await app.listen({ host: config.host, port: config.port })
  // Under `npm start` that program asks, or shows the link.
  if (setup.code !== undefined && process.send === undefined) process.stdout.write(`${setupLine(config, setup.code)}\n`)
  const resting = setInterval(() => services.rooms.rest(), restEvery).unref()
  let stopped = false
  const checked = checkLog(stores.gradebook, witness, () => stopped)
  return async () => {
    stopped = true
    await checked
    clearInterval(resting)
    sockets.close()
    boards.close()
    // Somebody who does not read an answer does not hold up the end.
    const patience = setTimeout(() => app.server.closeAllConnections(), 1_000)
    await app.close()
    clearTimeout(patience)
    await services.rooms.closeAll()
    await queue.drained()
    await stores.close()
    lock.release()
  }
}

const lostLine = (count: number): string =>
  `secrets-key: khóa trong thư mục dữ liệu không phải khóa đã dùng cho ${count} tài khoản; những người đó đăng nhập bằng mã dự phòng.`

const setupLine = ({ port, tls }: Config, code: string): string =>
  `Trường chưa được thiết lập. Trên máy này, mở liên kết dùng một lần: ${tls ? 'https' : 'http'}://127.0.0.1:${port}/setup?code=${code}`

/** While the log is in trouble people may look, and sign out, and accept the loss; nothing else is written (I20). */
function demandWhole({ trouble }: Witness): void {
  if (trouble) throw new Fault(trouble.kind === 'rewound' ? 'log.rewound' : 'log.forked')
}

/** A new folder of the demo gets its school whole or not at all: seeded aside, then moved into place. */
async function openStores({ dataDir, demo }: Config): Promise<Stores> {
  const threads = writerThreads(stopWriting)
  const stores = sqliteStores(dataDir, threads)
  if (!demo || (await stores.directory.read()) !== undefined) return stores
  await stores.close()
  const aside = join(dataDir, 'seeding')
  rmSync(aside, { recursive: true, force: true })
  try {
    const seeded = sqliteStores(aside)
    try {
      await seedDemo(seeded)
    } finally {
      await seeded.close()
    }
    moveStores(aside, dataDir)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
  return sqliteStores(dataDir, threads)
}

/** A snapshot whose jobs were not opened before the process ended gets them now; both stores stay independent. */
async function resumeSigning({ snapshots, signing }: Services): Promise<void> {
  for (const record of snapshots.all()) {
    const grid = parseGridId(record.grid)
    if (grid && snapshots.latest(record.grid) === record) await signing.openGrid(grid, record.version, record.digest)
  }
}

/** After a failed commit or sync the next one may claim success falsely: the process ends, and restarts from the log (I18). */
function stopWriting(error: unknown): void {
  if (process.exitCode === 1) return // a thread that died fails its commits too
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown'
  const advice = code.startsWith('SQLITE_BUSY') ? 'Đóng chương trình đang giữ kho dữ liệu' : 'Kiểm tra ổ đĩa'
  process.stderr.write(
    `${isDiskFault(error) ? 'store.full' : 'store.unavailable'}: Không ghi được sổ (${code}). Máy chủ dừng lại; thay đổi chưa lưu vẫn ở máy của thầy cô. ${advice} rồi khởi động lại.\n`,
  )
  process.exitCode = 1
  setTimeout(() => process.exit(1), 200)
}

function explain(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const port = 'port' in error ? ` ${String(error.port)}` : ''
    return `port.used: Cổng${port} đã có chương trình khác dùng; hãy đặt HOCBA_PORT khác.`
  }
  if (isDiskFault(error)) return `store.full: ${faults['store.full'].vi}`
  if (error instanceof Fault) return `${error.code}: ${error.message}`
  return error instanceof Error ? error.message : String(error)
}

try {
  const stop = await start(readConfig(process.env))
  const end = (): void => {
    stop().then(
      () => process.exit(),
      () => process.exit(1),
    )
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  // Started by `npm start`: when that is killed, nobody is left to stop us.
  process.once('disconnect', end)
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
}
