import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestKey, clock, declared, makeSchool, sha256 } from '../../support/school-keys.ts'
import { sampleGrid } from '../../support/sample-snapshot.ts'
import { signPdf } from '../../support/sign-pdf.ts'
import { signXml } from '../../support/sign-xml.ts'
import { hocba } from '../../support/terminal.ts'
import { leafOf, makeLog, otherLeaves } from '../../support/test-log.ts'

let folder = ''
let digest = ''
let keys: readonly TestKey[] = []
const at = (name: string): string => join(folder, name)
const time = clock.toISOString()

const pem = (label: string, blocks: readonly Uint8Array[]): string =>
  blocks.map((der) => `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`).join('')

const run = (words: readonly string[]) => hocba(['verify', ...words], { HOCBA_DATA_DIR: at('data'), HOCBA_URL: 'http://127.0.0.1:9' })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-verify-'))
  const made = await makeSchool()
  const { trust } = made
  keys = made.keys
  await mkdir(at('data/pki'), { recursive: true })
  await writeFile(at('data/pki/root.pem'), pem('CERTIFICATE', trust.roots))
  await writeFile(at('data/pki/chain.pem'), pem('CERTIFICATE', trust.chain))
  await writeFile(at('data/pki/crl.pem'), pem('X509 CRL', trust.crls))
  const xml = signXml(sampleGrid, keys)
  await writeFile(at('good.xml'), xml)
  await writeFile(at('same.pdf'), signPdf(sampleGrid, keys, trust.chain))
  await writeFile(at('other.pdf'), signPdf({ ...sampleGrid, version: 2 }, keys, trust.chain))
  await writeFile(at('bad.xml'), xml.replace('SignatureValue>', 'SignatureValue>A'))
  const asked = await run([at('good.xml'), '--at', time, '--json'])
  digest = (JSON.parse(asked.out) as { digest: string }).digest
  await writeFile(at('current.json'), JSON.stringify({ [digest]: { state: 'current' } }))
  await writeFile(at('revoked.json'), JSON.stringify({ [digest]: { state: 'revoked' } }))
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

test('CLI-20 a good file with trust and register is valid: exit 0, nothing on stderr', async () => {
  const { code, out, errors } = await run([at('good.xml'), '--at', time, '--register', at('current.json')])
  expect([code, errors]).toEqual([0, ''])
  expect(out).toContain('HỢP LỆ (valid)')
  expect(out).toContain('roles.expected')
})

test('HOLD-6 the basis of each signature stands in the report where the school says it, and nowhere else', async () => {
  const certificates = ({ certificate }: TestKey) => [
    {
      digest: sha256(certificate).toString('hex'),
      from: '2025-09-01T00:00:00+07:00',
      basis: { kind: 'appointment', number: '12/QĐ', date: '2025-08-15' },
    },
  ]
  const signers = keys.map((key) => ({ role: key.signer.role, certificates: certificates(key) }))
  await writeFile(at('school.json'), JSON.stringify({ [digest]: { state: 'current', signers } }))
  const words = [at('good.xml'), '--at', time, '--register']
  const { code, out } = await run([...words, at('school.json')])
  expect([code, out.match(/căn cứ: quyết định bổ nhiệm số 12\/QĐ ngày 15\/08\/2025/g)?.length]).toEqual([0, keys.length])
  expect((await run([...words, at('current.json')])).out).not.toContain('căn cứ')
  await writeFile(at('school.json'), JSON.stringify({ [digest]: { state: 'current', signers: signers.map(({ role }) => ({ role })) } }))
  expect((await run([...words, at('school.json')])).errors).toContain('roles.expected')
})

test('CLI-21 without a register that answers the verdict is unknown: exit 1, the check named', async () => {
  const { code, errors } = await run([at('good.xml'), '--at', time])
  expect(code).toBe(1)
  expect(errors).toContain('register.state')
})

test('CLI-22 a revoked file says so', async () => {
  const { code, out } = await run([at('good.xml'), '--at', time, '--register', at('revoked.json'), '--json'])
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({ file: at('good.xml'), verdict: 'revoked', kind: 'xml', digest })
})

test('VERIFY-34 an XML and a PDF file together are compared: another snapshot is invalid by its line', async () => {
  const rest = ['--at', time, '--register', at('current.json')]
  expect((await run([at('good.xml'), at('same.pdf'), ...rest])).code).toBe(0)
  const { code, errors } = await run([at('good.xml'), at('other.pdf'), ...rest])
  expect(code).toBe(1)
  expect(errors).toContain('good.xml: KHÔNG HỢP LỆ: pair.digest')
})

test('CLI-23 of several files the worst decides, and JSON is an array', async () => {
  const words = [at('good.xml'), at('bad.xml'), '--at', time, '--register', at('current.json')]
  const { code, errors } = await run(words)
  expect(code).toBe(1)
  expect(errors).toContain('bad.xml')
  expect(errors).not.toContain('good.xml')
  const json: unknown = JSON.parse((await run([...words, '--json'])).out)
  expect(json).toMatchObject([{ verdict: 'valid' }, { verdict: 'invalid' }])
})

test('CLI-24 --expect is checked, and takes no file for itself', async () => {
  const principal = declared.find((signer) => signer.role === 'principal')
  const common = ['--at', time, '--register', at('current.json')]
  const right = await run([...common, '--expect', `principal=${principal?.uid}`, at('good.xml')])
  expect([right.code, right.errors]).toEqual([0, ''])
  const wrong = await run([at('good.xml'), ...common, '--expect', 'principal=CCCD:999'])
  expect(wrong.code).toBe(1)
  expect(wrong.errors).toContain('roles.expected')
  expect((await run([at('good.xml'), '--expect', 'teacher=CCCD:999'])).errors).toContain('[request.invalid]')
})

test('CLI-25 --trust names other roots, --require other roles', async () => {
  await writeFile(at('other.pem'), pem('CERTIFICATE', (await makeSchool()).trust.roots))
  const foreign = await run([at('good.xml'), '--at', time, '--register', at('current.json'), '--trust', at('other.pem')])
  expect(foreign.errors).toContain('certificate.path')
  const required = await run([at('good.xml'), '--at', time, '--register', at('current.json'), '--require', 'principal,organisation'])
  expect(required.code).toBe(0)
  const empty = await run([at('good.xml'), '--trust', at('current.json')])
  expect(empty.errors).toContain('[file.unreadable]')
})

test('CLI-26 --log names the key of the log, and the place there is checked', async () => {
  const log = makeLog()
  const file = signXml(sampleGrid, keys, { proof: log.prove([...otherLeaves(3), leafOf(sampleGrid, digest)], 3) })
  await writeFile(at('proved.xml'), file)
  await writeFile(at('log.vkey'), `${log.vkey}\n`)
  const words = [at('proved.xml'), '--at', time, '--register', at('current.json'), '--log']
  const { code, out, errors } = await run([...words, at('log.vkey')])
  expect([code, errors]).toEqual([0, ''])
  expect(out).toContain('mục 4 của nhật ký, mốc 4 mục')
  expect((await run([...words, at('good.xml')])).errors).toContain('không phải khóa công khai của nhật ký')
})
