import { type IncomingMessage, type Server, createServer } from 'node:http'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hocba } from '../../support/terminal.ts'

/** A server that answers what a test says, and keeps what it was asked. */
const answers = new Map<string, { readonly status: number; readonly body: unknown }>()
const asked: { readonly what: string; readonly token: string | undefined; readonly type: string | undefined; readonly body: Buffer }[] = []
let server: Server
let folder = ''
let env: Readonly<Record<string, string>> = {}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-cli-'))
  await writeFile(join(folder, 'marks.xlsx'), 'PK workbook')
  server = createServer((request, response) => {
    const what = `${request.method} ${request.url}`
    void bodyOf(request).then((body) => {
      asked.push({ what, token: request.headers.authorization, type: request.headers['content-type'], body })
      const answer = answers.get(what) ?? { status: 404, body: { code: 'route.unknown', detail: 'Không có địa chỉ này.' } }
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  env = {
    HOCBA_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    HOCBA_PASSWORD: 'hocba-demo',
    HOCBA_NEW_PASSWORD: 'mat-khau-moi-12',
  }
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await rm(folder, { recursive: true })
})

beforeEach(() => {
  asked.length = 0
  answers.clear()
  answers.set('GET /healthz', { status: 200, body: {} })
  answers.set('POST /api/session', { status: 200, body: { token: 'secret' } })
  answers.set('DELETE /api/session', { status: 200, body: {} })
})

const marks = (...more: readonly string[]) => hocba(['import', 'marks', join(folder, 'marks.xlsx'), '--as', 'gv.toan', ...more], env)

test('CLI-10 import sends the file as the person and ends the session', async () => {
  answers.set('POST /api/import/marks', { status: 200, body: { sheets: [{ sheet: 'S', grid: 'S', written: 12, problems: [] }] } })
  const { code, out, errors } = await marks()
  expect([code, out, errors]).toEqual([0, 'S: đã ghi 12 ô.', ''])
  expect(asked.map((one) => one.what)).toEqual(['GET /healthz', 'POST /api/session', 'POST /api/import/marks', 'DELETE /api/session'])
  expect(JSON.parse(String(asked[1]?.body))).toEqual({ username: 'gv.toan', password: 'hocba-demo' })
  expect(asked[2]).toMatchObject({ token: 'Bearer secret', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' })
  expect(String(asked[2]?.body)).toBe('PK workbook')
})

test('CLI-11 every refused row is printed with its place, exit 1', async () => {
  const problems = [
    { sheet: 'S', row: 3, column: 'TX1', code: 'value.invalid', message: 'Điểm từ 0 đến 10.', value: '8.55' },
    { sheet: 'S', row: 0, code: 'grid.frozen', message: 'Bảng điểm đã chốt.' },
  ]
  answers.set('POST /api/import/marks?dry=1', { status: 200, body: { sheets: [{ sheet: 'S', written: 0, problems }] } })
  const { code, out } = await marks('--dry-run')
  expect(code).toBe(1)
  expect(out.split('\n')).toEqual([
    'S: bị từ chối 2 chỗ, không ghi gì của trang tính này.',
    '  dòng 3, cột TX1: Điểm từ 0 đến 10. [value.invalid] «8.55»',
    '  Bảng điểm đã chốt. [grid.frozen]',
  ])
})

test('CLI-12 a refusal of the server is one line with its code, and the session ends', async () => {
  answers.set('POST /api/import/marks', { status: 422, body: { code: 'workbook.corrupt', detail: 'Không đọc được tệp.' } })
  const { code, errors } = await marks()
  expect([code, errors]).toEqual([1, 'hocba: Không đọc được tệp. [workbook.corrupt]'])
  expect(asked.at(-1)?.what).toBe('DELETE /api/session')
})

test('CLI-13 a wrong password is session.invalid and nothing is sent', async () => {
  answers.set('POST /api/session', { status: 401, body: { code: 'session.invalid', detail: 'Tên đăng nhập hoặc mật khẩu không đúng.' } })
  const { code, errors } = await marks()
  expect(code).toBe(1)
  expect(errors).toContain('[session.invalid]')
  expect(asked.map((one) => one.what)).toEqual(['GET /healthz', 'POST /api/session'])
})

test('CLI-14 a server that is not there is named before a password is asked', async () => {
  const { code, errors } = await hocba(['demo', '--complete'], { HOCBA_URL: 'http://127.0.0.1:9' })
  expect(code).toBe(1)
  expect(errors).toContain('http://127.0.0.1:9')
  expect(errors).toContain('[server.unreachable]')
})

test('CLI-15 demo --complete asks as the records officer unless told otherwise', async () => {
  answers.set('POST /api/demo/complete', { status: 200, body: { actions: 71, remarks: 900 } })
  const { code, out } = await hocba(['demo', '--complete'], env)
  expect([code, out]).toEqual([0, 'Đã nhập xong học kì II của trường mẫu: 71 lượt nhập, 900 nhận xét.'])
  expect(JSON.parse(String(asked[1]?.body))).toMatchObject({ username: 'quantrihocba' })
})

test('CLI-16 user reset against a server without account routes says so and changes nothing', async () => {
  const { code, errors } = await hocba(['user', 'reset', 'gv.toan', '--as', 'quantri'], env)
  expect(code).toBe(1)
  expect(errors).toContain('chưa có chức năng quản lý tài khoản')
  expect(errors).toContain('[feature.later]')
})

test('CLI-17 user add sends the person with a role of the list', async () => {
  answers.set('POST /api/accounts', { status: 200, body: {} })
  const add = (role: string) =>
    hocba(['user', 'add', 'gv.moi', '--as', 'quantri', '--name', 'Lê Thị Mới', '--title', 'Giáo viên', '--role', role], env)
  expect((await add('teacher')).errors).toContain('[request.invalid]')
  expect((await add('subject-teacher')).code).toBe(0)
  const body: unknown = JSON.parse(String(asked.find((one) => one.what === 'POST /api/accounts')?.body))
  expect(body).toEqual({ id: 'gv.moi', name: 'Lê Thị Mới', title: 'Giáo viên', roles: ['subject-teacher'], password: 'mat-khau-moi-12' })
})
