import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { trustCopier } from '../../../signing-agent/src/pairing.ts'

let folder: string
let server: Server
let asked: number
let isDown: boolean
let now: Date

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-trust-'))
  asked = 0
  isDown = false
  now = new Date('2026-06-20T08:00:00+07:00')
  server = createServer((_, response) => {
    asked += 1
    if (isDown) response.destroy()
    else response.end(JSON.stringify({ chain: ['chain'], crl: [`list ${asked}`] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

const copier = (): (() => Promise<void>) => trustCopier(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, folder, () => now)

const list = (): Promise<string> => readFile(join(folder, 'crl.pem'), 'utf8')

const later = (seconds: number): void => {
  now = new Date(now.getTime() + seconds * 1000)
}

test('PAIR-8 the files of a batch share one copy of chain and revocation lists; a minute later there is a new one', async () => {
  const copy = copier()
  await Promise.all([copy(), copy(), copy()])
  later(59)
  await copy()
  expect([asked, await list()]).toEqual([1, 'list 1'])
  later(1)
  await copy()
  expect([asked, await list()]).toEqual([2, 'list 2'])
})

test('PAIR-8 a copy that failed is none, and neither is one from the future', async () => {
  const copy = copier()
  isDown = true
  await expect(copy()).rejects.toMatchObject({ code: 'store.unavailable' })
  isDown = false
  await copy()
  expect(await list()).toBe('list 2')
  later(-3600)
  await copy()
  expect(await list()).toBe('list 3')
})
