import { expect, it } from 'vitest'
import { makeIssuing, makeRoot } from '../../../signing-agent/src/certificate/authority.ts'
import { toPem } from '../../../signing-agent/src/certificate/chain.ts'
import { demoPeople } from '../../../sync-server/src/demo/people.ts'
import { makeEcdsaKey } from '../../support/school-keys.ts'
import { describeWith } from '../../support/tools.ts'
import { playIn } from '../scene.ts'

describeWith('chromium', 'accounts in the browser', () => {
  const scene = playIn()

  it('IDENT-1 a person sees both sessions and ends the other', async () => {
    await scene.person('gv.nt')
    const here = await scene.person('gv.nt')
    await here.page.getByTitle('Tài khoản của tôi').click()
    await here.sees('phiên này')
    expect(await here.page.getByText('Chrome, Linux').count()).toBe(2)
    await here.press('Kết thúc')
    await here.page.getByRole('button', { name: 'Kết thúc', exact: true }).waitFor({ state: 'detached' })
    expect(await here.violations()).toEqual([])
  })

  it('IDENT-30 the administrator makes an account, whose first sign-in asks for a password of its own', async () => {
    const administrator = await scene.person('quantri')
    await administrator.go('/accounts')
    await administrator.page.getByLabel('Tên đăng nhập').fill('gv.moi')
    await administrator.page.getByLabel('Họ và tên').fill('Lê Thị Mới')
    await administrator.page.getByLabel('Chức vụ').fill('Giáo viên')
    await administrator.page.getByRole('checkbox', { name: 'Giáo viên bộ môn' }).first().check()
    await administrator.press('Tạo tài khoản')
    const password = await administrator.page.getByRole('status').filter({ hasText: 'gv.moi' }).locator('code').innerText()
    expect(await administrator.violations()).toEqual([])
    const teacher = await scene.visitor()
    await teacher.enter('gv.moi', password)
    await teacher.page.getByRole('heading', { name: 'Hãy đặt mật khẩu mới' }).waitFor()
    await teacher.page.getByLabel('Mật khẩu hiện nay').fill(password)
    await teacher.page.getByLabel('Mật khẩu mới').fill('trăng lên đầu núi')
    await teacher.press('Đổi mật khẩu')
    await teacher.page.getByRole('heading', { name: 'Hãy đặt mật khẩu mới' }).waitFor({ state: 'detached' })
  })

  it('IDENT-40 the vice-principal hands a class over, and the list shows both sides', async () => {
    const deputy = await scene.person('phohieutruong')
    await deputy.go('/assignments')
    await deputy.page.getByLabel('Việc bàn giao').selectOption({ label: 'Phan Thùy Dương · Nghệ thuật lớp 7B' })
    await deputy.page.getByLabel('Người nhận').selectOption('gv.gdtc')
    await deputy.page.getByLabel('Nhận từ ngày').fill('2099-01-05')
    await deputy.press('Bàn giao')
    await deputy.sees('Đã ghi biên bản bàn giao')
    await deputy.sees('đến hết 04/01/2099')
    expect(await deputy.violations()).toEqual([])
  })

  it('IDENT-44 the vice-principal begins an assignment and ends it, each from its day', async () => {
    const deputy = await scene.person('phohieutruong')
    await deputy.go('/assignments')
    await deputy.page.getByText('Phân công mới').click()
    await deputy.page.getByLabel('Người được phân công').selectOption('gv.toan')
    await deputy.page.getByLabel('Lớp', { exact: true }).selectOption('7B')
    await deputy.page.getByLabel('Môn học').selectOption({ label: 'Tin học' })
    await deputy.page.getByLabel('Từ ngày').fill('2099-02-01')
    await deputy.press('Ghi vào sổ')
    await deputy.sees('Đã ghi phân công')
    await deputy.sees('Tin học lớp 7B · từ 01/02/2099')
    expect(await deputy.violations()).toEqual([])
    await deputy.page.getByText('Kết thúc phân công').click()
    await deputy.page.getByLabel('Phân công kết thúc').selectOption({ label: 'Nguyễn Văn Hùng · Tin học lớp 7B' })
    await deputy.page.getByLabel('Đến hết ngày').fill('2099-02-28')
    await deputy.press('Ghi vào sổ')
    await deputy.sees('từ 01/02/2099 đến hết 28/02/2099')
    expect(await deputy.violations()).toEqual([])
  })

  it('IDENT-61 the principal finds who has looked into the records of a student, in words', async () => {
    const principal = await scene.person('hieutruong')
    await principal.go('/board/6B/HK2')
    await principal.page.locator('[data-watch=live]').waitFor()
    await principal.go('/accounts')
    await principal.page.getByRole('navigation', { name: 'Quản lý' }).getByRole('link', { name: 'Nhật ký truy cập' }).click()
    await principal.page.getByLabel('Lớp').selectOption('6B')
    await principal.page.getByLabel('Học sinh').selectOption('6B-07')
    await principal.page
      .getByRole('row', { name: /Phạm Thị Thu Hương.*lớp 6B/ })
      .first()
      .waitFor()
    expect(await principal.violations()).toEqual([])
  })

  it('HOLD-2 HOLD-5 a certificate is declared, approved on a decision and disabled on minutes, which stay on the page', async () => {
    const holder = demoPeople.find(({ id }) => id === 'gv.nt')
    if (!holder) throw new Error('no gv.nt')
    const issuing = await makeIssuing(await makeRoot(new Date()), new Date(), 'p256')
    const signer = { role: 'subject-teacher', person: holder.id, name: holder.name, title: holder.title, uid: holder.uid } as const
    const { certificate } = await makeEcdsaKey(issuing, signer, new Date())
    const clerk = await scene.person('vanthu')
    await clerk.go('/certificates')
    await clerk.page.getByLabel('Người giữ chứng thư').selectOption('gv.nt')
    await clerk.page.getByLabel('Chứng thư (PEM)').fill(toPem('CERTIFICATE', certificate))
    await clerk.press('Ghi vào sổ')
    await clerk.sees('Đã khai báo.')
    const principal = await scene.person('hieutruong')
    await principal.go('/certificates')
    const card = principal.page.getByRole('article', { name: holder.name })
    await card.getByText('Chờ phê duyệt').waitFor()
    await card.getByLabel('Căn cứ').selectOption('assignment')
    await card.getByLabel('Số văn bản').fill('15/QĐ-THCS')
    await card.getByLabel('Ngày văn bản').fill('2025-08-20')
    await card.getByRole('button', { name: 'Ghi vào sổ' }).click()
    await card.getByText('Quyết định phân công số 15/QĐ-THCS ngày 20/08/2025').waitFor()
    await card.getByText('Được ký').waitFor()
    await card.getByRole('button', { name: 'Vô hiệu chứng thư' }).click()
    await card.getByLabel('Lý do').fill('Chuyển công tác')
    await card.getByLabel('Số biên bản').fill('03/BB-THCS')
    await card.getByLabel('Ngày biên bản').fill('2026-01-14')
    await card.getByLabel('Nội dung biên bản').fill('Đã hủy khóa trên thiết bị ký.')
    expect(await principal.violations()).toEqual([])
    await card.getByRole('button', { name: 'Ghi vào sổ' }).click()
    await card.getByText('Chuyển công tác (biên bản số 03/BB-THCS ngày 14/01/2026)').waitFor()
    await card.getByText('Đã hủy khóa trên thiết bị ký.').waitFor()
    await card.getByText('Đã vô hiệu').waitFor()
    expect(await principal.violations()).toEqual([])
  })

  it('IDENT-3 the administrator sees where somebody is signed in and ends it', async () => {
    const lost = await scene.person('gv.gdtc')
    const administrator = await scene.person('quantri')
    await administrator.go('/accounts')
    await administrator.page.getByLabel('Tìm theo tên hoặc tài khoản').fill('gv.gdtc')
    await administrator.press('Phiên đăng nhập')
    const list = administrator.page.getByRole('region', { name: /^Phiên đăng nhập của / })
    await list.getByText('Chrome, Linux').waitFor()
    expect(await administrator.violations()).toEqual([])
    await list.getByRole('button', { name: 'Kết thúc' }).click()
    await list.getByText('Tài khoản này không đăng nhập ở đâu.').waitFor()
    await lost.page.reload()
    await lost.page.getByRole('button', { name: 'Đăng nhập', exact: true }).waitFor()
  })

  it('IDENT-16 the key of an authenticator is a picture to scan, drawn on white also in the dark', async () => {
    const teacher = await scene.person('gv.nt')
    await teacher.page.emulateMedia({ colorScheme: 'dark' })
    await teacher.go('/account')
    await teacher.press('Đăng ký')
    const picture = teacher.page.getByRole('img', { name: /^Mã QR/ })
    const { ground, dots, side } = await picture.evaluate((svg) => {
      const [first, second] = Array.from(svg.querySelectorAll('path'), (path) => getComputedStyle(path).fill)
      return { ground: first, dots: second, side: svg.getBoundingClientRect().width }
    })
    expect({ ground, dots }).toEqual({ ground: 'rgb(255, 255, 255)', dots: 'rgb(0, 0, 0)' })
    expect(side).toBeGreaterThanOrEqual(200)
    expect(await teacher.violations()).toEqual([])
  })

  it('LOOK-7 the heading of the leaders, who have the most pages, is one line on a laptop of 1366 pixels', async () => {
    for (const user of ['phohieutruong', 'hieutruong']) {
      const { page } = await scene.person(user)
      await page.setViewportSize({ width: 1366, height: 768 })
      const tops = await page.locator('.top > *').evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect()))
      const middle = tops.map(({ top, bottom }) => Math.round((top + bottom) / 2))
      expect({ user, lines: new Set(middle.map((at) => Math.abs(at - (middle[0] ?? 0)) > 8)).size }).toEqual({ user, lines: 1 })
      expect(await page.locator('.top').evaluate((top) => top.getBoundingClientRect().height)).toBeLessThan(70)
    }
  })
})
