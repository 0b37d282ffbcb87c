import type { Page } from 'playwright-core'

export const frozen = '2025-6A.TOAN.HK1'
export const open = '2025-6A.TOAN.HK2'

export interface Place {
  readonly name: string
  readonly user: string
  readonly path: string
  readonly ready: (page: Page) => Promise<unknown>
}

const button = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name, exact: true }).first().click()
const cell = (page: Page, at: string): Promise<void> =>
  page.locator(`[row-id="${at.split('/')[0]}"] [col-id="${at.split('/')[1]}"]`).click()
const gridReady = (page: Page): Promise<void> => page.locator('[row-id="6A-01"] [col-id="tx1"]').waitFor()

/** What stands over the open grid once somebody has done something there. */
const overGrid = (name: string, act: (page: Page) => Promise<unknown>): Place => ({
  name,
  user: 'gv.toan',
  path: `/grids/${open}`,
  ready: (page) => gridReady(page).then(() => act(page)),
})

/** Every page, and what opens over it; one person’s places stand together. */
export const places: readonly Place[] = [
  { name: 'my grids', user: 'gv.van', path: '/', ready: (page) => page.getByRole('heading', { name: 'Bảng thầy cô phụ trách' }).waitFor() },
  { name: 'a grid', user: 'gv.toan', path: `/grids/${open}`, ready: gridReady },
  { name: 'a frozen grid', user: 'gv.toan', path: `/grids/${frozen}`, ready: gridReady },
  overGrid('history of a cell', async (page) => {
    await cell(page, '6A-03/tx2')
    await page.keyboard.press('Control+Shift+H')
    await page.getByRole('dialog', { name: /Lịch sử ô/ }).waitFor()
  }),
  overGrid('how a value is computed', async (page) => {
    await cell(page, '6A-03/tb')
    await page.keyboard.press('F2')
    await page.getByRole('dialog').waitFor()
  }),
  overGrid('the timeline', async (page) => {
    await button(page, 'Nhật ký bảng điểm')
    await page.getByRole('slider').waitFor()
  }),
  overGrid('the workbook dialog', async (page) => {
    await button(page, /^Nhập/)
    await page.getByRole('dialog').waitFor()
  }),
  overGrid('the keys', async (page) => {
    await button(page, 'Phím tắt')
    await page.getByRole('dialog').waitFor()
  }),
  overGrid('a refused entry and what was not pasted', async (page) => {
    await cell(page, '6A-04/ck')
    await page.evaluate(() => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', 'abc')
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    })
    await page.getByText('1 ô không được dán').waitFor()
    await cell(page, '6A-05/ck')
    await page.keyboard.type('85')
    await page.keyboard.press('Enter')
    await page.getByText('«85» không nhập được.').waitFor()
  }),
  { name: 'the printed page', user: 'gv.toan', path: `/grids/${frozen}/print`, ready: (page) => page.getByRole('table').first().waitFor() },
  { name: 'the class board', user: 'gv.van', path: '/board/6A/HK2', ready: (page) => page.locator('[data-watch=live]').waitFor() },
  {
    name: 'the class board of term 1',
    user: 'gv.van',
    path: '/board/6A/HK1',
    ready: (page) => page.locator('[data-watch=live]').waitFor(),
  },
  { name: 'the year', user: 'gv.van', path: '/board/6A/CN', ready: (page) => page.locator('[row-id="6A-01"]').first().waitFor() },
  { name: 'signing', user: 'gv.toan', path: '/signing', ready: (page) => page.getByRole('checkbox', { name: /^Chọn tất cả/ }).waitFor() },
  { name: 'amendments', user: 'gv.van', path: '/amendments', ready: (page) => page.getByRole('link', { name: 'Chứng kiến…' }).waitFor() },
  {
    name: 'one amendment',
    user: 'gv.van',
    path: '/amendments',
    async ready(page) {
      await page.getByRole('link', { name: 'Chứng kiến…' }).click()
      await page.getByText('Mã băm nội dung').waitFor()
    },
  },
  {
    name: 'a request for amendment',
    user: 'gv.toan',
    path: `/amendments/new?grid=${frozen}`,
    ready: (page) => page.getByLabel('Lý do').waitFor(),
  },
  { name: 'orders', user: 'hieutruong', path: '/orders', ready: (page) => page.getByLabel('Lý do').waitFor() },
  { name: 'progress', user: 'hieutruong', path: '/progress', ready: (page) => page.getByRole('table').first().waitFor() },
  { name: 'assignments', user: 'phohieutruong', path: '/assignments', ready: (page) => page.getByText('Phân công mới').click() },
  {
    name: 'certificates',
    user: 'hieutruong',
    path: '/certificates',
    ready: (page) => page.getByRole('heading', { level: 1, name: 'Chứng thư số' }).waitFor(),
  },
  { name: 'signing with nothing to sign', user: 'gv.nt', path: '/signing', ready: (page) => page.getByText('Không có tệp nào').waitFor() },
  { name: 'no amendments', user: 'gv.nt', path: '/amendments', ready: (page) => page.getByRole('main').waitFor() },
  ...['hieutruong', 'quantri', 'sogd'].map((user) => ({
    name: `home of ${user}`,
    user,
    path: '/',
    ready: (page: Page) => page.getByRole('heading', { level: 1 }).waitFor(),
  })),
  { name: 'transcripts', user: 'quantrihocba', path: '/transcripts', ready: (page) => page.getByRole('main').waitFor() },
  { name: 'a child', user: 'phuhuynh.001', path: '/', ready: (page) => page.getByRole('heading', { name: /^Kết quả của / }).waitFor() },
  { name: 'sign-in', user: '', path: '/', ready: (page) => page.getByRole('button', { name: 'Đăng nhập', exact: true }).waitFor() },
  { name: 'an address that is none', user: '', path: '/khong-co', ready: (page) => page.getByRole('main').waitFor() },
  { name: 'verify', user: '', path: '/verify', ready: (page) => page.locator('hocba-verify').waitFor() },
]
