import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hocba } from '../../support/terminal.ts'

let folder = ''
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-cli-'))
  await writeFile(at('bad.json'), '{')
  await writeFile(at('marks.json'), assessInput(8.5))
  await writeFile(at('hundredths.json'), assessInput(8.55))
  await writeFile(at('empty.xml'), '')
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

const assessInput = (mark: number): string =>
  JSON.stringify({
    rulebook: 'TT22/2021',
    subjects: [{ id: 'TOAN', kind: 'scored', regularCount: 2 }],
    students: [{ id: 'a', marks: { TOAN: { hk1: { tx: [8, 9], gk: 7, ck: mark } } } }],
  })

test.each([
  [['nothing']],
  [['import', 'marks', 'a.xlsx']],
  [['import', 'people', 'a.xlsx', '--as', 'gv.toan']],
  [['credential', 'import', 'a.p12']],
  [['verify']],
  [['verify', 'a.xml', '--at', 'yesterday']],
  [['verify', 'a.xml', '--require', 'teacher']],
  [['user', 'add', 'gv.moi']],
])('CLI-1 %j cannot be understood: exit 2 and a line on stderr', async (words) => {
  const { code, out, errors } = await hocba(words)
  expect([code, out]).toEqual([2, ''])
  expect(errors).toMatch(/^hocba: Không hiểu câu lệnh: .*\[request\.invalid\]$/)
})

test('CLI-2 help names every command', async () => {
  const { code, out } = await hocba(['--help'])
  expect(code).toBe(0)
  for (const name of ['verify', 'assess', 'audit', 'import', 'credential', 'backup', 'restore', 'erase', 'user', 'demo'])
    expect(out).toContain(name)
})

test('CLI-3 assess prints the results as JSON', async () => {
  const { code, out } = await hocba(['assess', at('marks.json')])
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ students: [{ id: 'a', subjects: { TOAN: { hk1: 8.1, hk2: null, cn: null } } }] })
})

test.each([
  ['bad.json', 'request.invalid', ''],
  ['hundredths.json', 'request.invalid', 'students[0].marks.TOAN.hk1.ck'],
  ['missing.json', 'file.unreadable', ''],
])('CLI-4 assess of %s is refused with %s in one line', async (name, fault, place) => {
  const { code, out, errors } = await hocba(['assess', at(name)])
  expect([code, out]).toEqual([1, ''])
  expect(errors).toMatch(/^hocba: .*$/)
  expect(errors).toContain(`[${fault}]`)
  expect(errors).toContain(place)
})

test.each([
  [['export'], '--out', 2],
  [['verify', 'f'], '--key', 2],
  [['verify', 'f', '--key', 'no-such.vkey'], '[file.unreadable]', 1],
] as const)('CLI-5 audit %j names what is missing', async (words, named, exit) => {
  const { code, errors } = await hocba(['audit', ...words])
  expect([code, errors.split('\n').length]).toEqual([exit, 1])
  expect(errors).toContain(named)
})

test('CLI-6 verify without roots names the option that gives them', async () => {
  const { code, errors } = await hocba(['verify', at('empty.xml')], { HOCBA_DATA_DIR: at('nowhere') })
  expect(code).toBe(1)
  expect(errors).toContain('--trust')
})

test('CLI-7 demo lists the accounts', async () => {
  const { code, out } = await hocba(['demo'])
  expect(code).toBe(0)
  expect(out).toContain('gv.khtn2')
})
