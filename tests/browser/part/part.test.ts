import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { playIn } from '../scene.ts'

const grid = '/grids/2025-6A.TOAN.HK2'
const missing = 'Phần này chưa tải được.'

const scene = playIn()

/** The file of a part cannot be had: the network failed, or (404) a newer version has taken its place. */
async function block(page: Page, file: string, status?: number): Promise<() => Promise<void>> {
  const pattern = `**/assets/${file}-*.js`
  await page.route(pattern, (route) => (status === undefined ? route.abort() : route.fulfill({ status })))
  return () => page.unroute(pattern)
}

const gridStands = (page: Page) => page.locator('[row-id="6A-01"] [col-id="tx1"]').waitFor()

describe('a part of the page whose code is missing', () => {
  it.each([
    ['help-dialog', 'Phím tắt'],
    ['timeline', 'Nhật ký bảng điểm'],
    ['import-dialog', 'Nhập từ Excel'],
  ])('PART-1 %s: the page stands and says why, and trying again opens it', async (file, button) => {
    const person = await scene.person('gv.toan')
    const { page } = person
    const free = await block(page, file)
    await person.go(grid)
    await gridStands(page)
    const opener = page.getByRole('button', { name: button, exact: true })
    await opener.click()
    await person.sees(missing)
    expect(await page.getByRole('button', { name: 'Thử lại' }).evaluate((one) => one === document.activeElement)).toBe(true)
    await page.keyboard.press('Escape')
    await page.getByText(missing).waitFor({ state: 'detached' })
    expect(await opener.evaluate((one) => one === document.activeElement)).toBe(true)
    await gridStands(page)
    await opener.click()
    await person.sees(missing)
    await free()
    await page.getByRole('button', { name: 'Thử lại' }).click()
    await page.locator('.modal').getByRole('dialog').waitFor()
  })

  it('PART-2 a file that a newer version has replaced: after the second try the page can be loaded anew', async () => {
    const person = await scene.person('hieutruong')
    const { page } = person
    const free = await block(page, 'plots', 404)
    await person.go('/board/6A/HK2')
    await page.getByRole('button', { name: 'Xem biểu đồ' }).click()
    await person.sees(missing)
    expect(await page.getByRole('button', { name: 'Tải lại trang' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Thử lại' }).click()
    await page.getByRole('button', { name: 'Tải lại trang' }).waitFor()
    await free()
    await page.getByRole('button', { name: 'Tải lại trang' }).click()
    await page.getByRole('button', { name: 'Xem biểu đồ' }).click()
    await page.locator('figure, svg').first().waitFor()
  })

  it('PART-1 a whole page: the shell stands, and the network’s return is enough', async () => {
    const person = await scene.person('gv.toan')
    const { page } = person
    const free = await block(page, 'signing-page')
    await page.getByRole('link', { name: 'Ký số' }).click()
    await person.sees(missing)
    await page.getByRole('navigation', { name: 'Các phần' }).waitFor()
    await free()
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await page.getByRole('heading', { level: 1, name: 'Ký số' }).waitFor()
  })
})
