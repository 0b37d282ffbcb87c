import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoPeople } from '../../sync-server/src/demo/people.ts'
import { type RunningSchool, demoPassword, freePort, freeze, sign, signIn, startSchool } from '../support/school.ts'
import { workbookOf } from '../support/workbook.ts'

const bin = fileURLToPath(new URL('../../sync-server/bin/hocba.mjs', import.meta.url))
const grid = '2025-6A.GVCN.HK1'
let school: RunningSchool
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-cli-'))
  school = await startSchool({ dataDir: join(folder, 'data') })
})

afterAll(async () => {
  await school.stop()
  await rm(folder, { recursive: true, force: true })
})

interface Printed {
  readonly code: number | null
  readonly out: string
  readonly errors: string
}

/** `hocba` as a person types it, beside the running school. */
async function hocba(words: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Printed> {
  const env = { ...process.env, ...school.env, HOCBA_PREPARED: '1', HOCBA_PASSWORD: demoPassword, ...more }
  const child = spawn(process.execPath, [bin, ...words], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const printed = { out: '', errors: '' }
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (printed.errors += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...printed }
}

const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  await writeFile(join(folder, name), content)
  return name
}

/** One line of complaint with its code, nothing else on that stream. */
const oneLine = (code: string): unknown => expect.stringMatching(new RegExp(`^hocba: [^\\n]*\\[${code.replace('.', '\\.')}\\]\\n$`))
const refused = (code: string): unknown => ({ code: 1, out: '', errors: oneLine(code) })

describe('hocba assess', () => {
  const student = (tx: readonly unknown[], gk: unknown, ck: unknown) => ({
    rulebook: 'TT22/2021',
    subjects: [{ id: 'TOAN', kind: 'scored', regularCount: tx.length }],
    students: [{ id: 'x', marks: { TOAN: { hk1: { tx, gk, ck }, hk2: { tx, gk, ck } } }, conduct: { hk1: 'T', hk2: 'T' }, absences: 0 }],
  })

  test.each([
    ['8 9 | 8 | 9', student([8, 9], 8, 9), 8.6],
    ['a half is rounded up', student([8, 8.3], 8, 8), 8],
    ['an undecided mark', student([8, null], 8, 8), null],
  ])('CLI-20 %s', async (_, input, average) => {
    const { code, out, errors } = await hocba(['assess', await file('assess.json', JSON.stringify(input))])
    expect([code, errors]).toEqual([0, ''])
    expect(JSON.parse(out)).toMatchObject({ students: [{ id: 'x', subjects: { TOAN: { hk1: average, hk2: average, cn: average } } }] })
  })

  test.each([
    ['two decimals', JSON.stringify(student([8.55], 8, 8)), 'request.invalid'],
    ['half of a JSON text', '{"rulebook":', 'request.invalid'],
    ['nothing', '', 'request.invalid'],
  ])('CLI-21 %s', async (_, content, code) => expect(await hocba(['assess', await file('bad.json', content)])).toEqual(refused(code)))

  test('CLI-21 a file that is not there, and a command that is not known', async () => {
    expect(await hocba(['assess', 'none.json'])).toEqual(refused('file.unreadable'))
    expect(await hocba(['asess', 'none.json'])).toEqual({ code: 2, out: '', errors: oneLine('request.invalid') })
  })
})

describe('hocba verify', () => {
  const bytes = new Map<string, Uint8Array>()

  beforeAll(async () => {
    expect((await freeze(school, [grid])).map((one) => one.status)).toEqual([200])
    for (const user of ['gv.van', 'hieutruong', 'vanthu']) expect(await sign(school, user, new Set([grid]))).toBe(1)
    const officer = await signIn(school.url, 'quantrihocba')
    for (const kind of ['xml', 'pdf']) {
      bytes.set(kind, await officer.bytes(`/api/grids/${grid}/artefacts/1/${kind}`))
      await file(`signed.${kind}`, bytes.get(kind) ?? '')
    }
  })

  const signed = ['signed.xml', 'signed.pdf']

  test.each(signed)('CLI-22 %s is valid: against the running school, its pages as JSON, its roles and people as expected', async (name) => {
    expect(await hocba(['verify', name])).toMatchObject({ code: 0, errors: '', out: expect.stringContaining('HỢP LỆ (valid)') as string })
    const uid = demoPeople.find((one) => one.id === 'hieutruong')?.uid ?? ''
    const words = ['verify', name, '--json', '--require', 'homeroom-teacher,principal,organisation', '--expect', `principal=${uid}`]
    const { code, out } = await hocba([...words, '--register', school.url])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ verdict: 'valid', signatures: [{ status: 'good' }, { status: 'good' }, { status: 'good' }] })
  })

  test.each(signed)('CLI-23 %s with another person or role asked for is not valid', async (name) => {
    const other = demoPeople.find((one) => one.id === 'phohieutruong')?.uid ?? ''
    expect(await hocba(['verify', name, '--expect', `principal=${other}`])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('roles.expected') as string,
    })
    expect(await hocba(['verify', name, '--require', 'subject-teacher'])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('roles.complete') as string,
    })
  })

  test.each(['xml', 'pdf'])('CLI-24 one changed byte of the %s: invalid, with the failing check', async (kind) => {
    const changed = Buffer.from(bytes.get(kind) ?? '')
    const place = kind === 'xml' ? changed.indexOf('<Diem') : Math.floor(changed.length / 3)
    const at = place < 0 ? Math.floor(changed.length / 3) : place + 6
    changed[at] = (changed[at] ?? 0) ^ 1
    const { code, out, errors } = await hocba(['verify', await file(`changed.${kind}`, changed), '--json'])
    const report = JSON.parse(out) as { verdict: string; checks: readonly { id: string; ok: boolean | null }[] }
    const failing = report.checks.filter((check) => check.ok === false).map((check) => check.id)
    expect([code, report.verdict]).toEqual([1, 'invalid'])
    expect(failing.length).toBeGreaterThan(0)
    expect(errors).toContain(failing[0])
  })

  test('CLI-25 superseded, revoked and unknown files end with 1; without the server nobody says valid', async () => {
    const digest = (JSON.parse((await hocba(['verify', 'signed.xml', '--json'])).out) as { digest: string }).digest
    for (const state of ['superseded', 'revoked', 'unknown']) {
      const register = await file('register.json', JSON.stringify({ [digest]: { state } }))
      const { code, out } = await hocba(['verify', 'signed.xml', '--json', '--register', register])
      expect([code, (JSON.parse(out) as { verdict: string }).verdict]).toEqual([1, state])
    }
    const { code, out } = await hocba(['verify', 'signed.xml', '--json', '--register', `http://127.0.0.1:${await freePort()}`])
    expect([code, (JSON.parse(out) as { verdict: string }).verdict]).toEqual([1, 'unknown'])
    expect(await hocba(['verify', 'none.xml'])).toEqual(refused('file.unreadable'))
  })
})

describe('hocba import, demo, credential', () => {
  const heading = ['Mã HS', 'Họ và tên', 'TX1', 'TX2', 'TX3', 'TX4', 'GK', 'CK']
  const marks = (ck: string) => ({ '2025-6B.TOAN.HK2': [heading, ['6B-01', '', null, null, null, null, null, ck]] })
  const valueOf = async (cell: string): Promise<unknown> => {
    const teacher = await signIn(school.url, 'gv.toan')
    return (await teacher.get<readonly { after: unknown }[]>(`/api/grids/2025-6B.TOAN.HK2/history?cell=${cell}`)).body.at(-1)?.after
  }

  test('CLI-26 marks: a dry run writes nothing, the real one does, a refused row is printed and ends with 1', async () => {
    const name = await file('marks.xlsx', await workbookOf(marks('7,5')))
    expect(await hocba(['import', 'marks', name, '--as', 'gv.toan', '--dry-run'])).toMatchObject({
      code: 0,
      out: '2025-6B.TOAN.HK2: sẽ ghi 1 ô.\n',
    })
    expect(await valueOf('6B-01/ck')).toBeUndefined()
    expect(await hocba(['import', 'marks', name, '--as', 'gv.toan'])).toMatchObject({ code: 0, out: '2025-6B.TOAN.HK2: đã ghi 1 ô.\n' })
    expect(await valueOf('6B-01/ck')).toBe(75)
    const wrong = await hocba(['import', 'marks', await file('wrong.xlsx', await workbookOf(marks('75'))), '--as', 'gv.toan'])
    expect(wrong).toMatchObject({ code: 1, out: expect.stringMatching(/dòng 2, cột CK: .*\[value\.invalid\] «75»/) as string })
    expect(await valueOf('6B-01/ck')).toBe(75)
    const text = await file('text.xlsx', 'no workbook')
    expect(await hocba(['import', 'marks', text, '--as', 'gv.toan'])).toEqual(refused('workbook.corrupt'))
    expect(await hocba(['import', 'marks', name, '--as', 'gv.toan'], { HOCBA_PASSWORD: 'wrong' })).toEqual(refused('session.invalid'))
  })

  test('CLI-27 a roster makes a class and its grids, for the registrar alone', async () => {
    const titles = ['Mã HS', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Mã định danh', 'Lớp']
    const name = await file(
      'roster.xlsx',
      await workbookOf({ '6C': [titles, ['6C-01', 'Nguyễn Thị Ánh', '05/09/2014', 'Nữ', '099114000999', '6C']] }),
    )
    expect(await hocba(['import', 'roster', name, '--as', 'gv.toan'])).toEqual(refused('forbidden'))
    expect(await hocba(['import', 'roster', name, '--as', 'hocvu'])).toMatchObject({ code: 0, out: '6C: đã ghi 1 học sinh.\n', errors: '' })
    const officer = await signIn(school.url, 'quantrihocba')
    expect((await officer.get<readonly unknown[]>('/api/grids?class=6C')).body.length).toBe(26)
  })

  test('CLI-28 the demo is completed by the records officer', async () => {
    expect(await hocba(['demo', '--complete', '--as', 'gv.toan'])).toEqual(refused('forbidden'))
    expect(await hocba(['demo', '--complete'])).toMatchObject({
      code: 0,
      errors: '',
      out: expect.stringContaining('Đã nhập xong') as string,
    })
    const officer = await signIn(school.url, 'quantrihocba')
    const { body } = await officer.get<readonly { id: string; filled: number; total: number }[]>('/api/grids?class=6A&term=HK2')
    expect(body.filter((one) => one.filled !== one.total)).toEqual([])
  })

  test('CLI-29 a credential of the wrong kind, a wrong PIN', async () => {
    expect(await hocba(['credential', 'import', await file('no.p12', 'none'), '--account', 'gv.toan'])).toEqual(
      refused('credential.invalid'),
    )
    const own = await readFile(join(school.dataDir, 'agent', 'credentials', 'gv.toan.p12'))
    const words = ['credential', 'import', await file('own.p12', own), '--account', 'gv.new']
    expect(await hocba(words, { HOCBA_PIN: '000000' })).toEqual(refused('pin.wrong'))
  })

  test('CLI-30 a server that does not run is one line', async () => {
    const away = { HOCBA_PORT: String(await freePort()) }
    const name = await file('marks.xlsx', await workbookOf(marks('7,5')))
    for (const words of [
      ['import', 'marks', name, '--as', 'gv.toan'],
      ['import', 'roster', name, '--as', 'hocvu'],
      ['demo', '--complete'],
    ])
      expect(await hocba(words, away)).toEqual(refused('server.unreachable'))
  })
})

test('CLI-31 a backup of the running school brings everything back once it has stopped, and not before', async () => {
  const copy = join(folder, 'copy')
  expect(await hocba(['backup', copy])).toMatchObject({ code: 0, errors: '' })
  const cell = '6A-05/tx1'
  const read = async (): Promise<unknown> =>
    (await (await signIn(school.url, 'hieutruong')).get(`/api/grids/2025-6A.TOAN.HK2/history?cell=${cell}`)).body
  const before = await read()
  const rows = [
    ['Mã HS', 'Họ và tên', 'TX1', 'TX2', 'TX3', 'TX4', 'GK', 'CK'],
    ['6A-05', '', '0,5', null, null, null, null, null],
  ]
  const name = await file('later.xlsx', await workbookOf({ '2025-6A.TOAN.HK2': rows }))
  expect((await hocba(['import', 'marks', name, '--as', 'gv.toan'])).code).toBe(0)
  expect(await read()).not.toEqual(before)
  expect(await hocba(['restore', copy])).toEqual(refused('server.running'))
  await school.stop()
  expect(await hocba(['restore', copy])).toMatchObject({ code: 0, errors: '' })
  await school.startServer()
  expect(await read()).toEqual(before)
})
