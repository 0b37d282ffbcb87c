import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locator } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { signIn as signInTo } from '../../support/school.ts'
import { describeWith } from '../../support/tools.ts'
import { playIn } from '../scene.ts'
import type { Person } from '../pages/person.ts'

const pictures = fileURLToPath(new URL('../../.output/board/', import.meta.url))

interface Board {
  readonly subjects: readonly { readonly subject: string; readonly late: object; readonly missing: readonly string[] }[]
}

describeWith('chromium', 'class board', () => {
  const scene = playIn()

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
  })

  const cell = ({ page }: Person, student: string, column: string): Locator =>
    page.locator(`.board-host [row-id="${student}"] [col-id="${column}"]`)

  async function live(person: Person, student = '6A-01'): Promise<void> {
    await person.page.locator('[data-watch=live]').waitFor()
    await cell(person, student, 'name').waitFor()
  }

  /** Virtualised columns are drawn when they come into view. */
  async function bring(person: Person, student: string, column: string): Promise<Locator> {
    const wanted = cell(person, student, column)
    for (let step = 0; (await cell(person, student, 'name').count()) === 0 && step < 60; step += 1) {
      await person.page.locator('.board-host').hover()
      await person.page.mouse.wheel(0, 200)
      await person.page.evaluate(() => new Promise(requestAnimationFrame))
    }
    for (let step = 0; (await wanted.count()) === 0 && step < 60; step += 1) {
      await person.page.locator('.board-host').hover()
      await person.page.mouse.wheel(300, 0)
      await person.page.evaluate(() => new Promise(requestAnimationFrame))
    }
    await wanted.scrollIntoViewIfNeeded()
    return wanted
  }

  /** What a person sees of a sign: axe and class names do not tell whether it is painted. */
  const signOf = (shown: Locator): Promise<object> =>
    shown.evaluate((element) => {
      const { backgroundColor, color, content, maskImage, inlineSize } = getComputedStyle(element, '::after')
      return {
        drawn: backgroundColor !== 'rgba(0, 0, 0, 0)' && Number.parseFloat(inlineSize) >= 10,
        masked: maskImage.includes('late'),
        words: content.split(' / ')[0],
        seen: color !== 'rgb(255, 255, 255)' && Number.parseFloat(inlineSize) >= 10,
      }
    })

  const picture = (person: Person, name: string): Promise<unknown> => person.page.screenshot({ path: `${pictures}${name}.png` })

  it('BOARD-10 all subjects stand beside each other, names in sight; averages only on demand', async () => {
    const teacher = await scene.person('gv.van', '/board/6A/HK2')
    await live(teacher)
    for (const subject of ['Ngữ văn', 'Toán', 'Ngoại ngữ 1'])
      await teacher.page.locator('.group-name', { hasText: subject }).first().waitFor()
    expect(await teacher.page.locator('.board-host').getByText('Đang mở').count()).toBeGreaterThan(0)
    await cell(teacher, '6A-01', 'VAN.tx1').waitFor()
    await picture(teacher, 'detail')
    await teacher.page.getByText('Chỉ trung bình').click()
    await cell(teacher, '6A-01', 'TOAN.tb').waitFor()
    await cell(teacher, '6A-01', 'VAN.tx1').waitFor({ state: 'detached' })
    await bring(teacher, '6A-01', 'GVCN.nghi')
    expect(await cell(teacher, '6A-01', 'name').isVisible()).toBe(true)
    await picture(teacher, 'averages')
  })

  it('BOARD-5 a mark typed in a grid appears on the board of another window, with its average', async () => {
    const leader = await scene.person('hieutruong', '/board/6A/HK2')
    await live(leader)
    const teacher = await scene.person('gv.toan', '/grids/2025-6A.TOAN.HK2')
    const typed = teacher.page.locator('[row-id="6A-01"] [col-id="ck"]')
    await typed.click()
    await teacher.page.keyboard.type('9,5')
    await teacher.page.keyboard.press('Enter')
    await cell(leader, '6A-01', 'TOAN.ck').filter({ hasText: /^9,5$/ }).waitFor()
    await cell(leader, '6A-01', 'TOAN.tb')
      .filter({ hasText: /^\d+,\d$/ })
      .waitFor()
    await cell(leader, '6A-01', 'TOAN.cn')
      .filter({ hasText: /^\d+,\d$/ })
      .waitFor()
    await leader.sees(/Cập nhật trực tiếp, lần cuối/)
  })

  it('BOARD-9 late and missing marks carry a sign with words', async () => {
    const principal = await signInTo(scene.url, 'hieutruong')
    const { subjects } = (await principal.get<Board>('/api/board?class=6A&term=HK1')).body
    const late = subjects.flatMap(({ subject, late: cells }) => Object.keys(cells).map((one) => [subject, ...one.split('/')] as const))
    const [subject = '', student = '', column = ''] = late[0] ?? []
    const leader = await scene.person('hieutruong', '/board/6A/HK1')
    await live(leader)
    const shown = await bring(leader, student, `${subject}.${column}`)
    expect(await shown.getAttribute('class')).toContain('late')
    expect(await shown.getAttribute('aria-label')).toMatch(/^.+, Nhập muộn, ngày \d\d\/\d\d\/\d{4}$/)
    expect(await signOf(shown)).toMatchObject({ drawn: true, masked: true })
    await picture(leader, 'late')
    const teacher = await scene.person('gv.toan', '/grids/2025-6A.TOAN.HK1')
    await teacher.page.locator('[row-id="6A-02"] [col-id="tx1"]').click()
    await teacher.page.keyboard.press('Delete')
    const missing = cell(leader, '6A-02', 'TOAN.tx1')
    await teacher.page.locator('[data-state=saved][data-pending="0"]').waitFor()
    await leader.go('/board/6A/HK1')
    await live(leader)
    await leader.page.locator('.board-host [col-id="TOAN.tx1"].missing').first().waitFor()
    expect(await missing.getAttribute('aria-label')).toBe('Còn thiếu')
    expect(await signOf(missing)).toMatchObject({ words: '"?"', seen: true })
    await leader.page.getByText('1 thiếu').first().waitFor()
    await picture(leader, 'missing')
  })

  it('BOARD-7 how an average was computed, by keyboard, and the way to its grid', async () => {
    const leader = await scene.person('hieutruong', '/board/6A/HK1')
    await live(leader)
    await cell(leader, '6A-01', 'VAN.tb').click()
    await leader.page.keyboard.press('Enter')
    const dialog = leader.page.getByRole('dialog', { name: /^Cách tính: Ngữ văn, / })
    await dialog.waitFor()
    expect(await dialog.innerText()).toMatch(/\(4 \+ 5\)[\s\S]*TT22\/2021 Điều 9\.1b/)
    await picture(leader, 'explained')
    await leader.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await leader.page.keyboard.press('F2')
    await dialog.getByRole('link', { name: /^Mở bảng điểm/ }).click()
    await leader.page.waitForURL('**/grids/2025-6A.VAN.HK1')
  })

  it('BOARD-7 every value of the year tells how it was computed', async () => {
    const teacher = await scene.person('gv.van', '/board/6A/CN')
    await live(teacher)
    await picture(teacher, 'year')
    for (const [column, words] of [
      ['study.cn', /Chưa có kết quả/],
      ['promotion.cn', /Chưa xét lên lớp/],
      ['VAN.cn', /Chưa có trung bình học kì II/],
    ] as const) {
      await cell(teacher, '6A-01', column).click()
      await teacher.page.keyboard.press('Enter')
      const dialog = teacher.page.getByRole('dialog', { name: /^Cách tính: / })
      expect(await dialog.innerText()).toMatch(words)
      expect(await dialog.innerText()).toMatch(/TT22\/2021 Điều/)
      await teacher.page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }
    await teacher.page.getByText('Chi tiết', { exact: true }).click()
    await cell(teacher, '6A-01', 'study.hk1').click()
    await teacher.page.keyboard.press('Enter')
    expect(await teacher.page.getByRole('dialog').innerText()).toMatch(/đủ điều kiện|các trường hợp còn lại/)
  })

  it('BOARD-11 the lists of the year name every student once, in the order of the register', async () => {
    const teacher = await scene.person('gv.van', '/board/6A/CN')
    await teacher.page.getByRole('heading', { name: 'Danh sách cuối năm' }).waitFor()
    const undecided = teacher.page.getByRole('region', { name: /^Chưa đủ kết quả để xét: \d+$/ })
    const principal = await signInTo(scene.url, 'hieutruong')
    const { students } = (await principal.get<{ readonly students: readonly { readonly name: string }[] }>('/api/year?class=6A')).body
    expect(await undecided.getByRole('listitem').allInnerTexts()).toEqual(students.map(({ name }) => name))
  })

  it('BOARD-4 who may not see marks sees states, and a guardian nothing of a class', async () => {
    const head = await scene.person('totruong.khtn', '/board/6A/HK1')
    await head.page.getByRole('rowheader', { name: 'Toán' }).waitFor()
    expect(await head.page.locator('.board-host').count()).toBe(0)
    expect(await head.page.getByRole('link', { name: 'Cả năm' }).count()).toBe(0)
    const guardian = await scene.person('phuhuynh.001', '/board/6A/HK1')
    await guardian.page.getByRole('main').getByText('Chưa có bảng điểm nào ở đây.').waitFor()
    expect(await guardian.page.locator('.board-host').count()).toBe(0)
  })

  it('BOARD-12 plots are drawn when asked for, each with its numbers as a table', async () => {
    const leader = await scene.person('hieutruong', '/board/6A/HK1')
    await live(leader)
    const fetched: string[] = []
    leader.page.on('request', (request) => fetched.push(request.url()))
    await leader.press('Xem biểu đồ')
    const chart = leader.page.getByRole('figure', { name: /^Phân bố GK, Ngữ văn/ })
    await chart.getByRole('img', { name: /^Phân bố GK, Ngữ văn\. Số học sinh theo khoảng: / }).waitFor()
    await leader.page.getByRole('img', { name: /^Tiến độ nhập theo ngày\. Đã nhập \d+ trên \d+ ô/ }).waitFor()
    expect(fetched.some((url) => /plots-.*\.js$/.test(url))).toBe(true)
    await chart.getByText('Xem dạng bảng').click()
    const counts = await chart.locator('td.number').allInnerTexts()
    const { students } = (
      await (await signInTo(scene.url, 'hieutruong')).get<{ readonly students: readonly object[] }>('/api/board?class=6A&term=HK1')
    ).body
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(students.length)
    await leader.page.getByLabel('Môn học').selectOption({ label: 'Giáo dục thể chất' })
    await leader.page.getByRole('figure', { name: /^Phân bố GK, Giáo dục thể chất/ }).waitFor()
    await leader.page.getByRole('heading', { name: 'Biểu đồ' }).scrollIntoViewIfNeeded()
    await picture(leader, 'plots')
    expect(await leader.violations()).toEqual([])
  })

  it('BOARD-12 a guardian finds no plot on any page and is refused behind them', async () => {
    const guardian = await scene.person('phuhuynh.001', '/board/6A/HK1')
    await guardian.page.getByRole('main').getByText('Chưa có bảng điểm nào ở đây.').waitFor()
    expect(await guardian.page.getByText('Biểu đồ').count()).toBe(0)
    await guardian.go('/')
    await guardian.page.getByRole('heading', { name: /^Kết quả của / }).waitFor()
    expect(await guardian.page.locator('figure, .board-plot').count()).toBe(0)
    for (const path of [
      '/api/board?class=6A&term=HK1',
      '/api/year?class=6A',
      '/api/progress/days?class=6A&term=HK1',
      '/api/board/events?class=6A',
    ])
      expect((await guardian.page.request.get(scene.url + path)).status()).toBe(403)
  })

  it('BOARD-9 in English and on a narrow screen', async () => {
    const leader = await scene.person('hieutruong', '/board/6A/HK1')
    await leader.press('English')
    await live(leader)
    await leader.sees('Averages only')
    await leader.page.setViewportSize({ width: 390, height: 800 })
    await leader.page.evaluate(() => window.scrollTo(0, 0))
    await picture(leader, 'narrow')
    expect(await leader.violations()).toEqual([])
  })
})
