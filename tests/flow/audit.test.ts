import { readFile, readdir, writeFile } from 'node:fs/promises'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSchool, demoPassword, freeze, signIn, startSchool } from '../support/school.ts'
import { saved } from '../support/audited-school.ts'
import { hocba } from '../support/terminal.ts'

let school: RunningSchool
let env: Readonly<Record<string, string>>

beforeAll(async () => {
  school = await startSchool()
  env = { HOCBA_URL: school.url, HOCBA_PASSWORD: demoPassword }
})

afterAll(() => school.stop())

const exported = (name: string, as: string, more = env) => hocba(['audit', 'export', '--out', join(school.dataDir, name), '--as', as], more)

const filesNamed = async (part: string): Promise<readonly string[]> => (await readdir(school.dataDir)).filter((name) => name.includes(part))

/** The checkpoint that the school shows to everybody. */
async function checkpoint(): Promise<string> {
  const until = Date.now() + 60_000
  while (Date.now() < until) {
    const { note } = (await (await fetch(`${school.url}/api/log/checkpoint`)).json()) as { note: string | null }
    if (note !== null) return note
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('nobody signed a checkpoint')
}

/** The receipt of a freeze, as soon as the agent has signed a checkpoint over it. */
async function receipt(grid: string): Promise<Uint8Array> {
  const { token } = await signIn(school.url, 'quantrihocba')
  const until = Date.now() + 60_000
  while (Date.now() < until) {
    const answer = await fetch(`${school.url}/api/grids/${grid}/receipts/latest`, { headers: { authorization: `Bearer ${token}` } })
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer())
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('no receipt')
}

describe('hocba audit', () => {
  test('AUDIT-9 exports as the auditor what verify finds whole, also against a checkpoint and a receipt kept from before', async () => {
    await freeze(school, ['2025-6A.TOAN.HK1'])
    const note = await saved(school, 'kept.note', await checkpoint())
    const kept = join(school.dataDir, 'receipt.pdf')
    await writeFile(kept, await receipt('2025-6A.TOAN.HK1'))
    expect(await exported('one.txt', 'thanhtra')).toMatchObject({ code: 0, errors: '' })
    const file = join(school.dataDir, 'one.txt')
    const answer = await hocba([
      'audit',
      'verify',
      file,
      '--key',
      join(school.dataDir, 'pki', 'school.vkey'),
      '--checkpoint',
      note,
      kept,
      '--json',
    ])
    expect(answer).toMatchObject({ code: 0, errors: '' })
    expect(JSON.parse(answer.out)).toMatchObject({ whole: true, lost: 0, restores: 0 })
  })

  test('AUDIT-9 the export is on record in itself', async () => {
    const { status } = await (await signIn(school.url, 'hieutruong')).get('/api/grids')
    expect(status).toBe(200)
    expect((await exported('two.txt', 'hieutruong')).code).toBe(0)
    const lines = (await readFile(join(school.dataDir, 'two.txt'), 'utf8')).split('\n')
    const head = JSON.parse(lines[0]?.slice(0, -65) ?? '') as { event: number }
    const entry = lines.find((line) => line.includes(`"index":${head.event},`)) ?? ''
    expect(entry).toContain('"kind":"export"')
    expect(entry).toContain('"what":"audit"')
  })

  test.each(['gv.toan', 'quantri', 'quantrihocba', 'phuhuynh.001', 'sogd'])(
    'AUDIT-9 %s gets nothing, not even an empty file',
    async (user) => {
      const { code, errors } = await exported('refused.txt', user)
      expect([code, errors]).toEqual([1, expect.stringContaining('[forbidden]')])
      expect(await filesNamed('refused')).toEqual([])
    },
  )

  test('AUDIT-9 a server that stops in the middle leaves no half file', async () => {
    const server: Server = createServer((request, response) => {
      if (request.url !== '/api/audit/export') return void response.end('{"token":"t"}')
      response.write('{"half":true}')
      setImmediate(() => response.destroy())
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { code, errors } = await exported('half.txt', 'thanhtra', { ...env, HOCBA_URL: url })
    expect([code, errors]).toEqual([1, expect.stringContaining('[file.unreadable]')])
    expect(await filesNamed('half')).toEqual([])
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
})
