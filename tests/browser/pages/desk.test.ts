import { expect, it } from 'vitest'
import { describeWith } from '../../support/tools.ts'
import { playIn } from '../scene.ts'

describeWith('chromium', 'pages by role', () => {
  const scene = playIn()

  it('DESK-1 a wrong password is refused with its sentence and code, and the right one opens my grids', async () => {
    const visitor = await scene.visitor()
    await visitor.enter('gv.toan', 'sai-mat-khau')
    const alert = visitor.page.getByRole('alert')
    await alert.waitFor()
    expect(await alert.innerText()).toContain('Tên đăng nhập hoặc mật khẩu không đúng.')
    expect(await alert.innerText()).toContain('session.invalid')
    await visitor.enter('gv.toan', 'hocba-demo')
    await visitor.page.getByRole('heading', { name: 'Bảng điểm', exact: true }).waitFor()
  })

  it('DESK-2 an address is kept over the sign-in', async () => {
    const visitor = await scene.visitor('/board/6A/HK1')
    await visitor.enter('gv.van', 'hocba-demo')
    await visitor.page.getByRole('heading', { name: 'Lớp 6A, Học kì I' }).waitFor()
    expect(new URL(visitor.page.url()).pathname).toBe('/board/6A/HK1')
  })

  it('DESK-3 my grids stand first; search without diacritics finds them', async () => {
    const teacher = await scene.person('gv.toan')
    await teacher.page.getByRole('heading', { name: 'Bảng thầy cô phụ trách' }).waitFor()
    await teacher.page.getByRole('searchbox', { name: 'Tìm môn, lớp hoặc giáo viên' }).fill('toan')
    await teacher.page.getByRole('link', { name: /^Toán lớp 6A, Học kì I / }).waitFor()
    await teacher.page.getByRole('link', { name: /^Ngữ văn lớp 6B, Học kì I / }).waitFor({ state: 'detached' })
    await teacher.page.getByRole('link', { name: /^Toán lớp 7B, Học kì II / }).click()
    await teacher.page.waitForURL('**/grids/2025-7B.TOAN.HK2')
  })

  it('DESK-4 a guardian sees the own child’s marks and no word of ranks', async () => {
    const guardian = await scene.person('phuhuynh.001')
    await guardian.page.getByRole('heading', { name: /^Kết quả của / }).waitFor()
    await guardian.page.getByRole('rowheader', { name: 'Toán' }).first().waitFor()
    expect(await guardian.page.getByRole('main').innerText()).not.toMatch(/xếp hạng|hạng|thứ hạng|trung bình lớp/i)
    expect(await guardian.page.getByRole('link', { name: 'Ký số' }).count()).toBe(0)
  })

  it('DESK-5 the system administrator is told in words that results are not theirs', async () => {
    const administrator = await scene.person('quantri')
    await administrator.sees('không xem hay sửa kết quả học tập')
  })

  it('DESK-6 an ended session asks for the password over the page and goes on', async () => {
    const teacher = await scene.person('gv.toan')
    await teacher.context.clearCookies()
    await teacher.page.getByRole('link', { name: 'Ký số' }).click()
    await teacher.sees('Phiên làm việc đã hết hạn')
    await teacher.press('Đăng nhập lại')
    const dialog = teacher.page.getByRole('dialog', { name: 'Đăng nhập lại' })
    await dialog.getByLabel('Mật khẩu').fill('hocba-demo')
    await dialog.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
    await teacher.sees('Không có tệp nào chờ thầy cô ký.')
  })

  it('DESK-7 English is one press away and is kept', async () => {
    const teacher = await scene.person('gv.toan')
    await teacher.press('English')
    await teacher.page.getByRole('heading', { name: 'Gradebook', exact: true }).waitFor()
    await teacher.page.reload()
    await teacher.page.getByRole('heading', { name: 'Gradebook', exact: true }).waitFor()
    expect(await teacher.page.locator('html').getAttribute('lang')).toBe('en')
  })

  it('DESK-8 a stale order needs the password again, and the request goes on by itself', async () => {
    const principal = await scene.person('hieutruong')
    let refusals = 0
    await principal.page.route('**/api/orders', async (route) => {
      if (route.request().method() !== 'POST' || refusals > 0) return route.continue()
      refusals += 1
      return route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 403, code: 'session.step-up', detail: 'Hãy nhập mật khẩu lần nữa.' }),
      })
    })
    await principal.page.getByRole('link', { name: 'Lệnh' }).click()
    await principal.page.getByLabel('Lớp', { exact: true }).selectOption('7B')
    await principal.page.getByLabel('Lý do').fill('Thử bước xác nhận')
    await principal.press('Ra lệnh')
    const dialog = principal.page.getByRole('dialog', { name: 'Nhập lại mật khẩu' })
    await dialog.getByLabel('Mật khẩu').fill('hocba-demo')
    await dialog.getByRole('button', { name: 'Xác nhận' }).click()
    await principal.sees('Đã ra lệnh.')
    await principal.page.getByRole('article', { name: 'Khóa Lớp 7B' }).waitFor()
  })
})
