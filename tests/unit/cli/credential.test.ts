import { X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePfx } from '../../../signing-agent/src/key/pfx.ts'
import { makeSchool } from '../../support/school-keys.ts'
import { hocba } from '../../support/terminal.ts'

let folder = ''
const at = (name: string): string => join(folder, name)
const stored = (name: string): string => join(folder, 'data/agent/credentials', name)

const run = (words: readonly string[], pin = '246810') =>
  hocba(['credential', 'import', ...words], { HOCBA_DATA_DIR: at('data'), HOCBA_PIN: pin })

let certificate: Uint8Array = new Uint8Array()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-credential-'))
  const { keys, trust } = await makeSchool()
  const [key] = keys
  if (!key) throw new Error('no key')
  certificate = key.certificate
  await writeFile(at('key.p12'), await makePfx(key.key, [key.certificate, ...trust.chain], Buffer.from('246810'), 'gv.khtn1'))
  await writeFile(at('key.pem'), '-----BEGIN PRIVATE KEY-----')
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

test('CLI-30 a credential is stored for its holder alone, with its certificates beside it', async () => {
  const { code, errors } = await run([at('key.p12'), '--account', 'gv.khtn1'])
  expect([code, errors]).toEqual([0, ''])
  expect(await readFile(stored('gv.khtn1.p12'))).toEqual(await readFile(at('key.p12')))
  expect((await stat(stored('gv.khtn1.p12'))).mode & 0o777).toBe(0o600)
  const first = new X509Certificate(await readFile(stored('gv.khtn1.pem')))
  expect(first.raw).toEqual(Buffer.from(certificate))
})

test('CLI-31 a present credential is replaced only when asked', async () => {
  const again = await run([at('key.p12'), '--account', 'gv.khtn1'])
  expect([again.code, again.errors.includes('--replace')]).toEqual([1, true])
  expect((await run([at('key.p12'), '--account', 'gv.khtn1', '--replace'])).code).toBe(0)
})

test('CLI-32 a wrong PIN, another kind of file and a path for an account are refused and store nothing', async () => {
  expect((await run([at('key.p12'), '--account', 'gv.anh'], '000000')).errors).toContain('[pin.wrong]')
  expect((await run([at('key.pem'), '--account', 'gv.anh'])).errors).toContain('[credential.invalid]')
  expect((await run([at('key.p12'), '--account', '../gv.anh'])).errors).toContain('[request.invalid]')
  expect((await run([at('none.p12'), '--account', 'gv.anh'])).errors).toContain('[file.unreadable]')
  expect(existsSync(stored('gv.anh.p12'))).toBe(false)
})

test('CLI-33 a token is declared once, with a library that is there, and no PIN is asked for', async () => {
  const declare = (...words: readonly string[]) =>
    hocba(['credential', 'token', '--account', 'gv.anh', ...words], { HOCBA_DATA_DIR: at('data') })
  const module = at('key.pem')
  expect((await declare('--module', at('none.so'), '--token', 'Thẻ 1')).errors).toContain('[credential.invalid]')
  expect((await declare('--module', module, '--token', 'Thẻ 1', '--key', '../x')).errors).toContain('[request.invalid]')
  expect((await declare('--module', module, '--token', 'Thẻ 1', '--key', 'a1')).code).toBe(0)
  expect(JSON.parse(await readFile(stored('gv.anh.token.json'), 'utf8'))).toEqual({ module, token: 'Thẻ 1', key: 'a1' })
  expect((await stat(stored('gv.anh.token.json'))).mode & 0o777).toBe(0o600)
  expect((await declare('--module', module, '--token', 'Thẻ 2')).errors).toContain('--replace')
})

test('CLI-34 a remote service and its holder are declared; the school’s secret is asked for, and nothing of the person', async () => {
  const env = { HOCBA_DATA_DIR: at('data'), HOCBA_SERVICE_SECRET: 's3' }
  const declare = (...words: readonly string[]) => hocba(['credential', ...words], env)
  expect((await declare('service', 'smartca', '--url', 'http://rms.example', '--client', 'c')).errors).toContain('[request.invalid]')
  expect((await declare('service', 'other', '--url', 'https://rms.example', '--client', 'c')).errors).toContain('[request.invalid]')
  expect((await declare('service', 'smartca', '--url', 'https://rms.example', '--client', 'c')).code).toBe(0)
  const access = { url: 'https://rms.example', client: 'c', secret: 's3' }
  expect(JSON.parse(await readFile(stored('smartca.service.json'), 'utf8'))).toEqual(access)
  expect((await stat(stored('smartca.service.json'))).mode & 0o777).toBe(0o600)
  expect((await declare('remote', '--account', 'gv.anh', '--service', 'smartca', '--user', '079085000012')).code).toBe(0)
  expect(JSON.parse(await readFile(stored('gv.anh.remote.json'), 'utf8'))).toEqual({ service: 'smartca', user: '079085000012' })
})
