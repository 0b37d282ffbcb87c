import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { demoPin, sign, signIn } from '../../support/school.ts'
import { describeWith } from '../../support/tools.ts'
import { playIn } from '../scene.ts'
import type { Person } from './person.ts'

const grid = '2025-6A.TOAN.HK1'

/** One grid from the principal's order to the amended second version, as people see it; each step stands on the one before. */
describeWith('chromium', 'from the order to the second version', () => {
  const scene = playIn({ agent: true })
  let signedXml: Buffer

  it('STORY-1 without an order the records officer is told whom to ask', async () => {
    const officer = await scene.person('quantrihocba', `/grids/${grid}`)
    await officer.press('Khóa và chốt')
    await officer.sees('Chưa có lệnh nào đang chờ cho bảng này.')
    await officer.sees('Đủ điểm, có thể chốt.')
    expect(await officer.violations()).toEqual([])
  })

  it('STORY-2 the principal orders the freeze at the grid, with a reason', async () => {
    const principal = await scene.person('hieutruong', `/grids/${grid}`)
    await principal.press('Ra lệnh')
    const dialog = principal.page.getByRole('dialog', { name: 'Ra lệnh cho bảng điểm này' })
    await dialog.getByRole('radio', { name: 'Chốt' }).check()
    await dialog.getByLabel('Lý do').fill('Kết thúc học kì I')
    await dialog.getByRole('button', { name: 'Ra lệnh' }).click()
    await principal.sees('Đã ra lệnh.')
  })

  it('STORY-3 the records officer executes it; an incomplete grid lists its empty cells instead', async () => {
    const officer = await scene.person('quantrihocba', `/grids/${grid}`)
    await officer.press('Khóa và chốt')
    await officer.press('Chốt bảng điểm')
    await officer.sees('Đã chốt phiên bản 1.')
    await officer.go('/grids/2025-6A.TOAN.HK2')
    await officer.press('Khóa và chốt')
    await officer.sees(/Còn \d+ ô trống: chưa chốt được\./)
    await officer.page.getByRole('region', { name: 'Cột còn trống' }).getByRole('rowheader').first().waitFor()
  })

  it('STORY-4 the teacher signs with the PIN on the agent’s own page and finds the files', async () => {
    const teacher = await scene.person('gv.toan', '/signing')
    await teacher.page.getByRole('checkbox', { name: /^Chọn tất cả/ }).check()
    expect(await teacher.violations()).toEqual([])
    const [agent] = await Promise.all([teacher.context.waitForEvent('page'), teacher.press(/^Ký \d+ tệp đã chọn$/)])
    await teacher.sees('Nhập mã PIN ở trang của máy ký')
    expect(await teacher.page.locator('input').count()).toBe(0)
    await authorise(agent)
    await teacher.sees(/Đã ký xong \d+ tệp\./)
    await teacher.page.getByRole('link', { name: /^XML: / }).waitFor()
    await teacher.press('Về danh sách chờ ký')
    await teacher.sees('Không có tệp nào chờ thầy cô ký.')
  })

  it('STORY-5 the files name who is missing, and then that all have signed', async () => {
    const principal = await scene.person('hieutruong', `/grids/${grid}`)
    await principal.press('Tệp ký số')
    await principal.sees('Đang lấy chữ ký')
    await principal.sees(/Lê Thị Thanh Hà \(Giáo viên chủ nhiệm\)/)
    for (const user of ['gv.van', 'hieutruong', 'vanthu']) await sign(scene.school, user)
    await principal.page.reload()
    await principal.press('Tệp ký số')
    await principal.sees('Đủ chữ ký')
    const [download] = await Promise.all([
      principal.page.waitForEvent('download'),
      principal.page.getByRole('link', { name: 'Tải XML phiên bản 1' }).click(),
    ])
    signedXml = await readFile(await download.path())
    expect(signedXml.toString('utf8')).toContain('BangDiemMon')
    const receipt = await principal.page.getByRole('link', { name: 'Biên nhận chốt' }).first().getAttribute('href')
    const answer = await principal.page.request.get(new URL(receipt ?? '/', principal.page.url()).href)
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'application/pdf'])
    expect(await principal.violations()).toEqual([])
  })

  it('STORY-6 a visitor verifies the file in the browser; only its digest leaves the device', async () => {
    const visitor = await scene.visitor('/verify')
    await visitor.page.getByRole('link', { name: 'Đăng nhập', exact: true }).waitFor() // the page knows that nobody is signed in
    const sent: string[] = []
    visitor.page.on('request', (request) => {
      if (request.url().includes('/api/'))
        sent.push(`${request.method()} ${new URL(request.url()).pathname.replace(/[0-9a-f]{64}/, 'digest')}`)
    })
    await choose(visitor, 'bang-diem.xml', signedXml)
    await visitor.page.getByRole('heading', { name: 'Hợp lệ', exact: true }).waitFor({ timeout: 30_000 })
    await visitor.sees('thời điểm do người ký khai')
    expect(new Set(sent)).toEqual(new Set(['GET /api/trust', 'GET /api/register/digest', 'GET /api/register/digest/signers']))
    await visitor.sees('Quyết định bổ nhiệm số 01/QĐ-TRÌNH-DIỄN ngày 15/8/2025')
    expect(await visitor.page.getByRole('row').count()).toBe(5)
    expect(await visitor.violations()).toEqual([])
  })

  it('STORY-7 one changed byte is invalid and the failing line says so', async () => {
    const visitor = await scene.visitor('/verify')
    const changed = Buffer.from(signedXml.toString('utf8').replace('Toán', 'Toàn'))
    await choose(visitor, 'bang-diem.xml', changed)
    await visitor.page.getByRole('heading', { name: 'Không hợp lệ', exact: true }).waitFor({ timeout: 30_000 })
    await visitor.page.getByRole('img', { name: 'không đạt' }).first().waitFor()
  })

  it('STORY-11 the element stands in a page without React and comes to the same verdict', async () => {
    const visitor = await scene.visitor('/verify')
    const body =
      '<!doctype html><title>Trang khác</title><script type="module" src="/hocba-verify.js"></script><hocba-verify></hocba-verify>'
    await visitor.page.route('**/other', (route) => route.fulfill({ contentType: 'text/html', body }))
    await visitor.go('/other')
    await choose(visitor, 'bang-diem.xml', signedXml)
    await visitor.page.getByRole('heading', { name: 'Hợp lệ', exact: true }).waitFor({ timeout: 30_000 })
  })

  it('STORY-8 the teacher requests an amendment; a wrong value or none is explained at its line', async () => {
    const teacher = await scene.person('gv.toan', `/amendments/new?grid=${grid}`)
    await teacher.page.getByLabel('Lý do').fill('Nhập nhầm, đối chiếu bài kiểm tra')
    await teacher.press('Gửi đề nghị')
    await teacher.sees('Hãy chọn học sinh và cột.')
    await teacher.page.getByLabel('Học sinh').selectOption({ index: 1 })
    await teacher.page.getByLabel('Cột điểm').selectOption('ck')
    await teacher.page.getByLabel('Giá trị mới').fill('85')
    await teacher.sees('Giá trị không hợp lệ.')
    await teacher.page.getByLabel('Giá trị mới').fill(await other(teacher.page))
    expect(await teacher.violations()).toEqual([])
    await teacher.press('Gửi đề nghị')
    await teacher.page.waitForURL(/\/amendments\/(?!new)/)
    await teacher.sees('Chờ chứng kiến')
  })

  it('STORY-9 witnesses and approver act on what they see, the teacher applies, version 2 waits for signatures', async () => {
    for (const [user, act, said] of [
      ['phohieutruong', 'Chứng kiến', 'Đã chứng kiến.'],
      ['gv.van', 'Chứng kiến', 'Đã chứng kiến.'],
      ['hieutruong', 'Phê duyệt', 'Đã phê duyệt.'],
      ['gv.toan', 'Áp dụng', 'Đã áp dụng.'],
    ] as const) {
      const person = await scene.person(user, '/')
      await person.page.getByRole('link', { name: /Đề nghị chỉnh lý cần xử lý/ }).click()
      const next = person.page.getByRole('link', { name: `${act}…` })
      await next.waitFor()
      expect(await person.violations()).toEqual([])
      await next.click()
      await person.page.getByText('Mã băm nội dung').waitFor()
      expect(await person.violations()).toEqual([])
      await person.press(act)
      await person.sees(said)
    }
    const card = await (await signIn(scene.url, 'gv.toan')).get<{ version: number; state: string }>(`/api/grids/${grid}`)
    expect(card.body).toMatchObject({ version: 2, state: 'frozen' })
  })

  it('STORY-10 a class’s freeze is one order; each refused grid says why', async () => {
    const principal = await scene.person('hieutruong', '/orders')
    await principal.page.getByRole('radio', { name: 'Chốt' }).check()
    await principal.page.getByLabel('Lớp', { exact: true }).selectOption('6B')
    await principal.page.getByLabel('Học kì', { exact: true }).selectOption('HK2')
    await principal.page.getByLabel('Lý do').fill('Kết thúc năm học')
    await principal.sees('Áp dụng cho 13 bảng điểm.')
    await principal.press('Ra lệnh')
    await principal.sees('Đã ra lệnh.')
    const officer = await scene.person('quantrihocba', '/orders')
    await officer.press('Chốt: Thực hiện với 13 bảng')
    await officer.sees('13 bảng chưa thực hiện được')
    await officer.sees('Phải chốt học kì I của lớp và môn này trước.')
    expect(await officer.violations()).toEqual([])
  })

  it('IDENT-90 the sign-in page leads to the agent, and goes on by itself once the key has signed', async () => {
    const person = await scene.visitor('/')
    await person.page.fill('input[name=username]', 'gv.van')
    await person.press('Đăng nhập bằng chứng thư số')
    const opened = person.context.waitForEvent('page')
    await person.page.getByRole('link', { name: 'Mở chương trình ký' }).click()
    expect(await person.violations()).toEqual([])
    const agent = await opened
    await agent.getByText('(gv.van)').waitFor()
    await agent.getByLabel('Mã PIN của chứng thư số').fill(demoPin)
    await agent.getByRole('button', { name: 'Đăng nhập' }).click()
    await agent.getByText('Đã xác nhận. Hãy trở lại trang Hocba').waitFor()
    await person.page.getByRole('navigation', { name: 'Các phần' }).waitFor()
  })

  it('IDENT-91 whoever gives up goes back to the password', async () => {
    const person = await scene.visitor('/')
    await person.press('Đăng nhập bằng chứng thư số')
    expect(await person.page.getByRole('link', { name: 'Mở chương trình ký' }).count()).toBe(0)
    await person.page.fill('input[name=username]', 'gv.van')
    await person.press('Đăng nhập bằng chứng thư số')
    await person.press('Trở lại mật khẩu')
    await person.enter('gv.van', 'hocba-demo')
    await person.page.getByRole('navigation', { name: 'Các phần' }).waitFor()
  })
})

/** What the person does on the agent's page: look, type the PIN, press. */
async function authorise(agent: Page): Promise<void> {
  await agent.getByLabel('Mã PIN của chứng thư số').fill(demoPin)
  await agent.getByRole('button', { name: /^Ký / }).click()
  await agent.getByRole('status').filter({ hasText: 'Xong' }).waitFor({ timeout: 60_000 })
}

async function choose(person: Person, name: string, buffer: Buffer): Promise<void> {
  await person.page.locator('hocba-verify input[type=file]').setInputFiles({ name, mimeType: 'application/xml', buffer })
}

/** A mark that differs from the one shown as the old value. */
async function other(page: Page): Promise<string> {
  const before = await page.getByRole('status').filter({ hasText: /^\d/ }).innerText()
  return before === '9' ? '8' : '9'
}
