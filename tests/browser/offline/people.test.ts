import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { signIn } from '../../support/school.ts'
import { describeWith } from '../../support/tools.ts'
import { playIn } from '../scene.ts'
import { GridWindow, enterPassword } from '../grid/grid-window.ts'
import { RemarkWindow } from '../remark/remark-window.ts'
import { endSession, history, takeOver, written } from './offline-school.ts'

/** Two teachers may write here. */
const grid = '2025-6A.KHTN.HK2'
const first = 'gv.khtn1'
const second = 'gv.khtn2'

describeWith('chromium', 'sessions and people without a network', () => {
  const scene = playIn()

  async function open(): Promise<GridWindow> {
    const window = await scene.grid(first, grid)
    await window.status('saved')
    await window.readyForOffline()
    return window
  }

  const address = (): string => `${scene.url}/grids/${grid}`
  const log = (cell: string): ReturnType<typeof written> => written(scene.url, grid, cell, first)

  /** What this computer keeps beside the databases of each person. */
  const kept = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))

  it('OFFLINE-6 the session ends while offline: edits are kept, and sent after signing in again', async () => {
    const window = await open()
    await window.context.setOffline(true)
    await window.type('6A-01', 'ck', '6')
    await window.status('local', 1)
    await endSession(window.context, scene.url)
    await window.context.setOffline(false)
    expect(await window.status('signed-out', 1)).toBe('Cần đăng nhập lại (1 thay đổi chưa gửi)')
    await window.type('6A-01', 'ck', '7')
    await window.status('signed-out', 2)
    await window.page.getByRole('button', { name: 'Đăng nhập lại' }).first().click()
    await enterPassword(window.page, first)
    await window.status('saved')
    expect(await log('6A-01/ck')).toEqual([
      [first, 60],
      [first, 70],
    ])
  })

  it('OFFLINE-6 the same after a reload without a network, and with a sign-in page in between', async () => {
    const window = await open()
    await window.context.setOffline(true)
    await window.type('6A-02', 'ck', '6')
    await window.status('local', 1)
    await endSession(window.context, scene.url)
    await window.page.reload()
    await window.shows('6A-02', 'ck', '6')
    await window.type('6A-02', 'ck', '7')
    await window.status('local', 2)
    await window.context.setOffline(false)
    await window.status('signed-out', 2)
    await window.page.reload()
    await enterPassword(window.page, first)
    await window.shows('6A-02', 'ck', '7')
    await window.status('saved')
    expect(await log('6A-02/ck')).toEqual([
      [first, 60],
      [first, 70],
    ])
  })

  it('OFFLINE-7 the next person finds nothing of the first, whose unsent work is there when they come back', async () => {
    const window = await open()
    const remark = new RemarkWindow(window)
    await window.page.getByRole('link', { name: 'Bảng điểm', exact: true }).click()
    await window.page.getByRole('link', { name: /^Khoa học tự nhiên lớp 6A, Học kì II/ }).waitFor()
    await window.page.goto(address())
    await window.status('saved')
    await window.context.setOffline(true)
    await window.type('6A-03', 'ck', '8')
    await remark.enter('6A-03')
    await window.page.keyboard.type('Em rất chăm.')
    await window.page.keyboard.press('Escape')
    await window.status('local', 2)
    await window.page.evaluate(() => sessionStorage.setItem('hocba.amendment-draft', '{"grid":"x","changes":[]}'))
    await endSession(window.context, scene.url)
    await window.context.setOffline(false)
    await window.status('signed-out', 2)

    await window.page.goto(address())
    await enterPassword(window.page, second)
    const other = await GridWindow.on(window.page, '6A-01')
    await other.status('saved')
    expect(await other.cell('6A-03', 'ck').innerText()).toBe('')
    expect(await window.page.getByText('Em rất chăm.').count()).toBe(0)
    const text = await kept(window.page)
    expect(text).not.toContain('"id":"gv.khtn1"')
    expect(text).not.toContain('amendment-draft')
    await other.context.setOffline(true)
    await window.page.goto(`${scene.url}/`)
    await window.page
      .getByText('Không kết nối được máy chủ')
      .or(window.page.getByRole('heading', { name: 'Bảng điểm', exact: true }))
      .first()
      .waitFor()
    expect(await window.page.getByRole('link', { name: /^Khoa học tự nhiên lớp 6A/ }).count()).toBe(0)
    await other.context.setOffline(false)
    await window.page.goto(address())
    await other.status('saved')
    await window.page.getByRole('button', { name: 'Đăng xuất' }).click()
    await window.page.locator('input[name=password]').waitFor()
    expect(await log('6A-03/ck')).toEqual([])

    await window.page.goto(address())
    await enterPassword(window.page, first)
    await window.shows('6A-03', 'ck', '8')
    await window.status('saved')
    expect(await log('6A-03/ck')).toEqual([[first, 80]])
    await remark.enter('6A-03')
    await remark.reads('Em rất chăm.')
  })

  it('OFFLINE-8 a window that the first person left open sends nothing under the second person’s name', async () => {
    const window = await open()
    await window.context.setOffline(true)
    await window.type('6A-04', 'ck', '9')
    await window.status('local', 1)
    await takeOver(window.context, scene.url, second)
    await window.context.setOffline(false)
    await window.page.waitForURL(`${scene.url}/`)
    await window.page.getByRole('navigation', { name: 'Các phần' }).waitFor()
    expect(await log('6A-04/ck')).toEqual([])
    await window.page.getByRole('button', { name: 'Đăng xuất' }).click()
    await enterPassword(window.page, first)
    await window.page.getByRole('navigation', { name: 'Các phần' }).waitFor()
    await window.page.goto(address())
    await window.status('saved')
    expect(await log('6A-04/ck')).toEqual([[first, 90]])
    expect((await history(scene.url, grid, first)).filter(({ actor, cell }) => actor === second && cell === '6A-04/ck')).toEqual([])
  })

  it('OFFLINE-8 a request says whose page it comes from, and is refused under another name', async () => {
    const { token } = await signIn(scene.url, second)
    const ask = async (...user: readonly string[]): Promise<number> => {
      const headers = { authorization: `Bearer ${token}`, ...(user[0] === undefined ? {} : { 'hocba-user': user[0] }) }
      return (await fetch(`${scene.url}/api/grids`, { headers })).status
    }
    expect([await ask(), await ask(second), await ask(first)]).toEqual([200, 200, 401])
    const window = await open()
    const asked = window.page.waitForRequest(`${scene.url}/api/grids`)
    await window.page.getByRole('link', { name: 'Bảng điểm', exact: true }).click()
    expect((await asked).headers()['hocba-user']).toBe(first)
  })

  it('OFFLINE-9 a sign-out needs the network and says so; then every window of the browser is left', async () => {
    const window = await open()
    const other = await window.another()
    await other.status('saved')
    await window.context.setOffline(true)
    const said: string[] = []
    window.page.on('dialog', (dialog) => {
      said.push(dialog.message())
      void dialog.accept()
    })
    await window.page.getByRole('button', { name: 'Đăng xuất' }).click()
    await expect.poll(() => said).toEqual(['Cần có mạng để đăng xuất. Việc của thầy cô vẫn được giữ trên máy này.'])
    await window.type('6A-05', 'ck', '5')
    await window.status('local', 1)
    await window.context.setOffline(false)
    await window.status('saved')
    await window.page.getByRole('button', { name: 'Đăng xuất' }).click()
    await window.page.locator('input[name=password]').waitFor()
    await other.page.locator('input[name=password]').waitFor()
    expect(await other.page.getByText('Khoa học tự nhiên').count()).toBe(0)
    expect(await log('6A-05/ck')).toEqual([[first, 50]])
  })
})
