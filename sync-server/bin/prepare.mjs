/**
 * What every command does first on a fresh clone: check Node, install what is missing, build what is stale.
 * Plain JavaScript without dependencies, because nothing is installed yet when it runs.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, realpathSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

const at = (/** @type {string[]} */ ...parts) => join(root, ...parts)

/** An expected stop: one clear line, no stack. */
export class Stop extends Error {}

/**
 * Outputs by name: what they are made from, and the command that makes them.
 * The programs are compiled as one project graph; the pages are bundled from the sources of `shared`.
 */
const outputs = {
  programs: {
    sources: ['shared/src', 'sync-server/src', 'signing-agent/src', 'tsconfig.json', ...packages('tsconfig.json'), 'package-lock.json'],
    results: ['shared/dist', 'sync-server/dist', 'signing-agent/dist'],
    command: ['node_modules/typescript/bin/tsc', '-b', 'shared', 'sync-server', 'signing-agent'],
    /** tsc writes its output in spite of a type error, and ends with 1 or 2; failing for that is the work of `npm run check`. */
    accepts: [0, 1, 2],
  },
  pages: {
    sources: [
      'shared/src',
      'client/src',
      'client/public',
      'client/index.html',
      'client/vite.config.ts',
      'client/offline.ts',
      'package-lock.json',
    ],
    results: ['client/dist/app/index.html'],
    command: ['node_modules/vite/bin/vite.js', 'build', 'client', '--config', 'client/vite.config.ts', '--logLevel', 'warn'],
    accepts: [0],
  },
}

/** @typedef {keyof typeof outputs} OutputName */

/**
 * Installs and builds; progress goes to stderr, so that stdout belongs to the command.
 * A parent that has prepared sets HOCBA_PREPARED, and its children do not look again.
 * @param {{ outputs?: OutputName[] }} [wanted]
 */
export async function prepare({ outputs: names = ['programs', 'pages'] } = {}) {
  checkNode(process.versions.node)
  if (process.env['HOCBA_PREPARED'] === '1') return
  await install()
  await Promise.all(names.map(build))
}

/**
 * Node 20.19 or a newer 20, or 22.13 and later.
 * @param {string} version
 */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major > 22
  if (!fits) throw new Stop(`Cần Node 20.19 trở lên hoặc 22.13 trở lên; đang chạy ${version}. Hocba needs Node 20.19+ or 22.13+.`)
}

async function install() {
  if (isInstalled()) return
  say('installing packages (npm ci)')
  const npm = process.env['npm_execpath']
  const command = npm === undefined ? ['npm', 'ci'] : [process.execPath, npm, 'ci']
  const code = await run(command, process.platform === 'win32' && npm === undefined)
  if (code !== 0) throw new Stop('npm ci failed (see above). Check the network and try again.')
  writeFileSync(at('node_modules/.hocba-stamp'), fingerprint())
}

/**
 * The stamp names the lock file and the ABI of the last installation. Without a fitting stamp, a tree that npm wrote
 * after the lock file is taken as it is: somebody installed by hand.
 */
function isInstalled() {
  const written = modifiedAt('node_modules/.package-lock.json')
  if (written === undefined) return false
  const stamp = at('node_modules/.hocba-stamp')
  const known = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (known === fingerprint()) return true
  const [, abi = process.versions.modules] = known.split(' ')
  if (written < (modifiedAt('package-lock.json') ?? 0) || abi !== process.versions.modules) return false
  writeFileSync(stamp, fingerprint())
  return true
}

const fingerprint = () =>
  `${createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex')} ${process.versions.modules}`

/** @param {OutputName} name */
async function build(name) {
  const { sources, results, command, accepts } = outputs[name]
  const complete = () => results.every((path) => existsSync(at(path)))
  if (complete() && newest(sources) <= (modifiedAt('node_modules', `.hocba-${name}`) ?? 0)) return
  say(`building ${name}`)
  const started = new Date()
  const code = await run([process.execPath, ...command])
  if (!accepts.includes(code) || !complete()) throw new Stop(`building ${name} failed (see above).`)
  if (code !== 0) return say(`building ${name}: written, but the types do not fit; see npm run check`)
  const stamp = at('node_modules', `.hocba-${name}`)
  writeFileSync(stamp, '')
  // What is saved while the build runs counts as newer than the build.
  utimesSync(stamp, started, started)
}

/**
 * The latest change below the paths, folders included: removing a file changes its folder.
 * @param {string[]} paths
 * @returns {number}
 */
function newest(paths) {
  let latest = 0
  for (const path of paths) {
    latest = Math.max(latest, modifiedAt(path) ?? 0)
    if (!isFolder(path)) continue
    latest = Math.max(latest, newest(readdirSync(at(path)).map((name) => join(path, name))))
  }
  return latest
}

const modifiedAt = (/** @type {string[]} */ ...path) => statSync(at(...path), { throwIfNoEntry: false })?.mtimeMs

const isFolder = (/** @type {string} */ path) => statSync(at(path), { throwIfNoEntry: false })?.isDirectory() === true

/** @param {string} file */
function packages(file) {
  return ['shared', 'sync-server', 'signing-agent'].map((folder) => `${folder}/${file}`)
}

/**
 * Runs a command in the repository with both outputs on stderr.
 * @param {string[]} command
 * @param {boolean} [shell]
 * @returns {Promise<number>}
 */
function run([file = '', ...args], shell = false) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, shell, stdio: ['ignore', process.stderr, process.stderr] })
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}

/** @param {string} line */
export const say = (line) => void process.stderr.write(`hocba: ${line}\n`)

/**
 * Runs a command's main function; a Stop becomes its one line and exit code 1.
 * @param {() => Promise<void>} main
 */
export async function command(main) {
  try {
    await main()
  } catch (cause) {
    if (!(cause instanceof Stop)) throw cause
    say(cause.message)
    process.exitCode = 1
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await command(prepare)
