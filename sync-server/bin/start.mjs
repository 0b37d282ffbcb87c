/** `npm start`: the one command. Checks, prepares, runs sync-server and signing-agent side by side, stops both. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { folderOfData, standing } from './folder.mjs'
import { setUp } from './setup.mjs'
import { Stop, checkNode, command, prepare, root, say } from './prepare.mjs'

/** How long a start, and how long a stop, may take before we give up. */
const patience = { start: 120_000, stop: 15_000 }

await command(async () => {
  checkNode(process.versions.node)
  const settings = readSettings(process.env)
  prepareFolder(settings.folder)
  await claimPort(settings.port, settings.host, 'HOCBA_PORT')
  await claimPort(settings.agentPort, '127.0.0.1', 'HOCBA_AGENT_PORT')
  await prepare()
  await serve(settings)
})

/**
 * @typedef {ReturnType<typeof readSettings>} Settings
 * @param {NodeJS.ProcessEnv} env
 */
function readSettings(env) {
  const port = readPort(env, 'HOCBA_PORT', 8080)
  const agentPort = readPort(env, 'HOCBA_AGENT_PORT', 8090)
  const host = env['HOCBA_HOST'] ?? '127.0.0.1'
  const scheme = env['HOCBA_TLS_CERT'] === undefined ? 'http' : 'https'
  // The agent and our own questions reach the server inside this machine, whatever address it listens on.
  const near = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const server = `${scheme}://${near.includes(':') ? `[${near}]` : near}:${port}`
  const demo = env['HOCBA_DEMO'] ?? '1'
  return {
    port,
    agentPort,
    host,
    server,
    demo,
    folder: folderOfData(env, standing(env, 'start')),
    address: env['HOCBA_PUBLIC_URL'] ?? server,
  }
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 * @param {number} otherwise
 */
function readPort(env, name, otherwise) {
  const text = env[name] ?? String(otherwise)
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535)
    throw new Stop(`${name}=${text}: cổng phải từ 1 đến 65535 (a port is 1 to 65535).`)
  return port
}

/** @param {string} folder */
function prepareFolder(folder) {
  try {
    makeFolder(folder)
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch {
    throw new Stop(`data.unwritable: Không ghi được vào thư mục dữ liệu ${folder} (HOCBA_DATA_DIR). The data folder cannot be written.`)
  }
}

/**
 * One level at a time: `recursive` never returns where a parent exists and cannot hold folders, as in /proc.
 * @param {string} folder
 */
function makeFolder(folder) {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

/**
 * Asks for the port and gives it back: a child that fails later would say so less clearly.
 * @param {number} port
 * @param {string} host
 * @param {string} name
 * @returns {Promise<void>}
 */
function claimPort(port, host, name) {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ cause) => {
      const vi = cause.code === 'EADDRINUSE' ? `Cổng ${port} đã có chương trình khác dùng` : `Không mở được cổng ${port} trên ${host}`
      const en = cause.code === 'EADDRINUSE' ? 'The port is used by another program.' : 'The port cannot be opened.'
      reject(new Stop(`port.used: ${vi}; hãy đặt ${name} khác. ${en}`))
    })
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

/** @param {Settings} settings */
async function serve(settings) {
  const env = {
    ...process.env,
    HOCBA_PORT: String(settings.port),
    HOCBA_HOST: settings.host,
    HOCBA_DATA_DIR: settings.folder,
    HOCBA_DEMO: settings.demo,
    HOCBA_AGENT_PORT: String(settings.agentPort),
    HOCBA_SERVER_URL: settings.server,
    HOCBA_AGENT_TOKEN: process.env['HOCBA_AGENT_TOKEN'] ?? agentToken(settings.folder),
    HOCBA_PREPARED: '1',
  }
  /** @type {Program[]} */
  const programs = []
  const halt = new AbortController()
  const stop = (/** @type {number} */ code) => {
    if (halt.signal.aborted) return
    process.exitCode = code
    halt.abort()
    void stopAll(programs)
  }
  const fail = (/** @type {string} */ why) => {
    if (!halt.signal.aborted) say(`${why}; stopping`)
    stop(1)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0))
  if (process.env['npm_lifecycle_event'] === 'start') whenOrphaned(() => stop(0))

  programs.push(startProgram('sync-server', env, fail))
  if (!(await healthy(settings.server, halt.signal, fail))) return
  programs.push(startProgram('signing-agent', env, fail))
  if (!(await healthy(`http://127.0.0.1:${settings.agentPort}`, halt.signal, fail))) return
  printWelcome(settings)
  if (settings.demo !== '1') await setUp(settings, halt.signal)
}

/**
 * npm passes a signal to its shell, and the shell ends without passing it on: all we see is another parent.
 * @param {() => void} stop
 */
function whenOrphaned(stop) {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && stop(), 250).unref()
}

/**
 * The agent's own secret for the server: made once a data folder, readable by the owner only.
 * @param {string} folder
 */
function agentToken(folder) {
  const file = join(folder, 'agent-token')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}

/**
 * A process group of its own, so that Ctrl-C reaches us alone and we choose the order; the IPC channel tells the child
 * when we are gone (event `disconnect`).
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @param {(why: string) => void} onEnd
 */
function startProgram(name, env, onEnd) {
  // What waits for the disk outlives a small nursery: in a larger one the collector copies it less often.
  const flags = ['--enable-source-maps', '--max-semi-space-size=64']
  const child = spawn(process.execPath, [...flags, join(root, name, 'dist/main.js')], {
    cwd: root,
    env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)))
  void ended.then((how) => onEnd(`${name} ended (${how})`))
  return { child, ended }
}

/** @typedef {ReturnType<typeof startProgram>} Program */

/**
 * In the order in which they were started: the server first, so that nothing new reaches the agent.
 * @param {Program[]} programs
 */
async function stopAll(programs) {
  for (const { child, ended } of programs) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), patience.stop)
    await ended
    clearTimeout(late)
  }
}

/**
 * Asks until the program answers 200; `false` when we are stopping.
 * @param {string} address
 * @param {AbortSignal} halted
 * @param {(why: string) => void} fail
 * @returns {Promise<boolean>}
 */
async function healthy(address, halted, fail) {
  const deadline = performance.now() + patience.start
  while (!halted.aborted) {
    if ((await statusOf(`${address}/healthz`)) === 200) return true
    if (performance.now() > deadline) fail(`${address}/healthz does not answer`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}

/**
 * @param {string} url
 * @returns {Promise<number>} 0 when nobody answers
 */
function statusOf(url) {
  return new Promise((resolve) => {
    // The certificate names the public address, not this loopback question.
    const request = url.startsWith('https:') ? httpsRequest(url, { rejectUnauthorized: false }) : httpRequest(url)
    request.setTimeout(2_000, () => request.destroy())
    request.once('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.once('error', () => resolve(0))
    request.once('close', () => resolve(0))
    request.end()
  })
}

/** @param {Settings} settings */
function printWelcome(settings) {
  const lines = ['', `  Hocba đang chạy tại  ${settings.address}   (dừng: Ctrl-C)`, `  Dữ liệu              ${settings.folder}`]
  if (settings.demo === '1') lines.push('', ...demoAccounts())
  process.stdout.write(`${lines.join('\n')}\n\n`)
}

function demoAccounts() {
  const rows = [
    ['gv.toan gv.van gv.anh gv.khtn1 …', 'giáo viên bộ môn, chủ nhiệm 6B 6A 7A'],
    ['hieutruong · phohieutruong', 'hiệu trưởng · phó hiệu trưởng'],
    ['quantrihocba', 'quản trị học bạ: khóa, chốt, phát hành theo lệnh'],
    ['vanthu · hocvu', 'văn thư (con dấu) · học vụ'],
    ['quantri', 'quản trị hệ thống (tài khoản)'],
    ['totruong.khtn · phuhuynh.001', 'tổ trưởng · phụ huynh'],
    ['thanhtra · sogd', 'thanh tra · Sở GDĐT'],
  ]
  const width = Math.max(...rows.map(([accounts = '']) => accounts.length))
  return [
    '  Trường mẫu; mật khẩu của mọi tài khoản: hocba-demo · mã PIN của máy ký: 123456',
    ...rows.map(([accounts = '', who = '']) => `    ${accounts.padEnd(width)}  ${who}`),
  ]
}
