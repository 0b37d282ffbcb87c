import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type RunningSchool, startSchool } from '../../support/school.ts'
import { describeWith } from '../../support/tools.ts'
import { Person, closeAll, launchChromium } from './person.ts'

describeWith('chromium', 'accounts in the browser', () => {
  let school: RunningSchool
  let browser: Browser
  let people: Person[] = []

  beforeAll(async () => {
    school = await startSchool({ agent: false })
    browser = await launchChromium()
  })

  afterAll(async () => {
    await browser.close()
    await school.stop()
  })

  afterEach(async () => {
    const present = people
    people = []
    await closeAll(present)
  })

  async function signIn(user: string): Promise<Person> {
    const person = await Person.signIn(browser, school.url, user)
    people.push(person)
    return person
  }

  it('IDENT-1 a person sees both sessions and ends the other', async () => {
    await signIn('gv.nt')
    const here = await signIn('gv.nt')
    await here.page.getByTitle('Tài khoản của tôi').click()
    await here.sees('phiên này')
    expect(await here.page.getByText('Chrome, Linux').count()).toBe(2)
    await here.press('Kết thúc')
    await here.page.getByRole('button', { name: 'Kết thúc', exact: true }).waitFor({ state: 'detached' })
    expect(await here.violations()).toEqual([])
  })

  it('IDENT-30 the administrator makes an account, whose first sign-in asks for a password of its own', async () => {
    const administrator = await signIn('quantri')
    await administrator.go('/accounts')
    await administrator.page.getByLabel('Tên đăng nhập').fill('gv.moi')
    await administrator.page.getByLabel('Họ và tên').fill('Lê Thị Mới')
    await administrator.page.getByLabel('Chức vụ').fill('Giáo viên')
    await administrator.page.getByRole('checkbox', { name: 'Giáo viên bộ môn' }).first().check()
    await administrator.press('Tạo tài khoản')
    const password = await administrator.page.getByRole('status').filter({ hasText: 'gv.moi' }).locator('code').innerText()
    expect(await administrator.violations()).toEqual([])
    const teacher = await Person.visit(browser, school.url)
    people.push(teacher)
    await teacher.enter('gv.moi', password)
    await teacher.page.getByRole('heading', { name: 'Hãy đặt mật khẩu mới' }).waitFor()
    await teacher.page.getByLabel('Mật khẩu hiện nay').fill(password)
    await teacher.page.getByLabel('Mật khẩu mới').fill('trăng lên đầu núi')
    await teacher.press('Đổi mật khẩu')
    await teacher.page.getByRole('heading', { name: 'Hãy đặt mật khẩu mới' }).waitFor({ state: 'detached' })
  })

  it('IDENT-40 the vice-principal hands a class over, and the list shows both sides', async () => {
    const deputy = await signIn('phohieutruong')
    await deputy.go('/assignments')
    await deputy.page.getByLabel('Việc bàn giao').selectOption({ label: 'Phan Thùy Dương · Nghệ thuật lớp 7B' })
    await deputy.page.getByLabel('Người nhận').selectOption('gv.gdtc')
    await deputy.page.getByLabel('Nhận từ ngày').fill('2099-01-05')
    await deputy.press('Bàn giao')
    await deputy.sees('Đã ghi biên bản bàn giao')
    await deputy.sees('đến hết 04/01/2099')
    expect(await deputy.violations()).toEqual([])
  })
})
