/**
 * `node tests/bin/lock.mjs`: after `npm install` behind a registry that holds the builds of some platforms only.
 * npm then leaves the others out of the lock file, and `npm ci` refuses a lock file that lacks them, on every platform.
 * This writes an entry for each, with the platform that its name says, so that npm knows it and passes it over elsewhere.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../sync-server/bin/prepare.mjs'

const file = join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))

const systems = ['darwin', 'win32', 'linux', 'android', 'freebsd', 'openbsd', 'netbsd', 'openharmony', 'sunos', 'aix']
const processors = ['x64', 'arm64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64']

for (const [name, version, dev] of missing()) lock.packages[`node_modules/${name}`] = entry(name, version, dev)
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)

/** @returns {[name: string, version: string, dev: boolean][]} */
function missing() {
  return Object.entries(lock.packages).flatMap(([from, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isListed(from, name))
      .map(([name, range]) => /** @type {[string, string, boolean]} */ ([name, String(range).replace(/^[\^~]/, ''), dev])),
  )
}

/**
 * As Node looks a package up: beside the one that asks, then further out.
 * @param {string} from
 * @param {string} name
 */
function isListed(from, name) {
  const places = [...from.matchAll(/(?=\/node_modules\/)|$/g)].map(({ index }) => `${from.slice(0, index)}/node_modules/${name}`)
  return [`node_modules/${name}`, ...places].some((place) => place in lock.packages)
}

/**
 * @param {string} name
 * @param {string} version
 * @param {boolean} dev
 */
function entry(name, version, dev) {
  const words = (name.split('/').at(-1) ?? '').split(/[-_.]/)
  const os = systems.find((system) => words.includes(system))
  const cpu = /wasm32|wasi/.test(name) ? 'wasm32' : processors.find((processor) => words.includes(processor))
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : words.some((word) => word.startsWith('gnu')) ? 'glibc' : undefined
  return {
    version,
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(dev ? { dev } : {}),
    ...(os !== 'linux' || libc === undefined ? {} : { libc: [libc] }),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  }
}
