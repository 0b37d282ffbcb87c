import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { type Server, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const bin = (name: string): string => fileURLToPath(new URL(`../../sync-server/bin/${name}`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'hocba-start-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const probe = await listen()
  const { port } = addressOf(probe)
  probe.close()
  await once(probe, 'close')
  return port
}

async function listen(): Promise<Server> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function addressOf(server: Server): { readonly port: number } {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return address
}

interface Settings {
  readonly port: number
  readonly agent: number
  readonly data: string
}

const environment = ({ port, agent, data }: Settings): NodeJS.ProcessEnv => ({
  ...process.env,
  HOCBA_PREPARED: '1',
  HOCBA_HOST: '127.0.0.1',
  HOCBA_PORT: String(port),
  HOCBA_AGENT_PORT: String(agent),
  HOCBA_DATA_DIR: data,
})

describe('what is checked before anything starts', () => {
  test.each([
    ['18.20.0', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['20.20.2', true],
    ['21.7.0', false],
    ['22.12.0', false],
    ['22.13.0', true],
    ['24.0.0', true],
  ])('START-1 Node %s: %s', (version, fits) => {
    const code = `import { checkNode } from ${JSON.stringify(bin('prepare.mjs'))}; checkNode(${JSON.stringify(version)})`
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
    expect(status === 0).toBe(fits)
    expect(stderr.includes('20.19')).toBe(!fits)
  })

  test('START-2 a port in use is one line with its code', async () => {
    const other = await listen()
    const { port } = addressOf(other)
    const env = environment({ port, agent: await freePort(), data: join(folder, 'unused') })
    // Not spawnSync: the other program must stay able to answer.
    const child = spawn(process.execPath, [bin('start.mjs')], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const output = collect(child)
    const [code] = (await once(child, 'close')) as [number]
    other.close()
    expect(code).toBe(1)
    expect(output.text().trim().split('\n')).toEqual([expect.stringMatching(new RegExp(`port\\.used: .*${port}.*HOCBA_PORT`))])
  })

  test.each(['/dev/null/x', '/proc/x/y'])('START-2 the folder %s cannot be written: one line with its code', async (data) => {
    const env = environment({ port: await freePort(), agent: await freePort(), data })
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin('start.mjs')], { env, encoding: 'utf8', timeout: 30_000 })
    expect(status).toBe(1)
    expect(`${stdout}${stderr}`.trim().split('\n')).toEqual([expect.stringMatching(/data\.unwritable: .*HOCBA_DATA_DIR/)])
  })
})

function collect(child: ChildProcess): { readonly text: () => string; readonly until: (pattern: RegExp) => Promise<void> } {
  let text = ''
  const listeners = new Set<() => void>()
  const take = (chunk: Buffer): void => {
    text += chunk.toString('utf8')
    for (const listener of listeners) listener()
  }
  child.stdout?.on('data', take)
  child.stderr?.on('data', take)
  const until = async (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => void (pattern.test(text) && resolve())
      listeners.add(look)
      child.once('close', () => reject(new Error(`ended before ${String(pattern)}:\n${text}`)))
      look()
    })
  return { text: () => text, until }
}

describe('the one command', () => {
  let settings: Settings
  beforeAll(async () => {
    settings = { port: await freePort(), agent: await freePort(), data: join(folder, 'data') }
  })

  const start = () => {
    const child = spawn(process.execPath, [bin('start.mjs')], { env: environment(settings), stdio: ['ignore', 'pipe', 'pipe'] })
    return { child, output: collect(child) }
  }

  test.each(['SIGTERM', 'SIGINT'] as const)('START-3 serves pages, accounts and PIN, and ends with 0 on %s', async (signal) => {
    const { child, output } = start()
    await output.until(/hocba-demo.*123456[\s\S]*thanhtra/)
    const health = await fetch(`http://127.0.0.1:${settings.port}/healthz`)
    expect(health.status).toBe(200)
    const page = await fetch(`http://127.0.0.1:${settings.port}/`)
    expect(await page.text()).toContain('<div id="root"')
    await output.until(/"demo\.ready"/)
    const asked = performance.now()
    child.kill(signal)
    const [code] = (await once(child, 'close')) as [number]
    expect(code).toBe(0)
    expect(performance.now() - asked, 'each program ends by itself, before it is killed').toBeLessThan(15_000)
    await expect(fetch(`http://127.0.0.1:${settings.port}/healthz`)).rejects.toThrow()
    await expect(fetch(`http://127.0.0.1:${settings.agent}/healthz`)).rejects.toThrow()
  })

  test('START-4 the agent’s token stays in the data folder, for its owner alone', () => {
    const file = join(settings.data, 'agent-token')
    expect(existsSync(file)).toBe(true)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })
})
