import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { expect, it } from 'vitest'
import { signIn } from '../../support/school.ts'
import { describeWith } from '../../support/tools.ts'
import { chromiumOptions } from '../chromium.ts'
import { playIn } from '../scene.ts'
import { GridWindow, signInOn } from '../grid/grid-window.ts'
import { RemarkWindow } from '../remark/remark-window.ts'
import { crash, history, written } from './offline-school.ts'

const grid = '2025-6A.TOAN.HK2'

describeWith('chromium', 'coming back without a network', () => {
  const scene = playIn()
  const open = (at = grid) => scene.grid('gv.toan', at)

  it('OFFLINE-1 the browser is closed and opened again without a network: sign-in, my grids and an open grid are there and can be edited', async () => {
    const profile = await mkdtemp(join(tmpdir(), 'hocba-profile-'))
    const start = (): Promise<BrowserContext> =>
      chromium.launchPersistentContext(profile, {
        ...chromiumOptions(),
        locale: 'vi-VN',
        viewport: { width: 1280, height: 800 },
      })
    try {
      const before = await start()
      const page = await before.newPage()
      await signInOn(page, scene.url, 'gv.toan')
      await page.getByRole('heading', { name: 'Bảng thầy cô phụ trách' }).waitFor()
      const first = await GridWindow.at(page, `${scene.url}/grids/${grid}`, '6A-01')
      await first.readyForOffline()
      await first.status('saved')
      await before.setOffline(true)
      await first.type('6A-01', 'ck', '4')
      await first.status('local', 1)
      await before.close()

      const after = await start()
      await after.setOffline(true)
      const home = await after.newPage()
      await home.goto(scene.url)
      await home.getByRole('link', { name: /^Toán lớp 6A, Học kì II / }).click()
      const again = await GridWindow.on(home, '6A-01')
      await again.shows('6A-01', 'ck', '4')
      expect(await again.status('local', 1)).toBe('Đã lưu trên máy này (1 thay đổi chưa gửi)')
      await again.type('6A-01', 'ck', '5')
      await again.status('local', 2)
      await after.setOffline(false)
      await again.status('saved')
      expect(again.faults).toEqual([])
      await after.close()
    } finally {
      await rm(profile, { recursive: true, force: true })
    }
    expect(await written(scene.url, grid, '6A-01/ck')).toEqual([
      ['gv.toan', 40],
      ['gv.toan', 50],
    ])
  })

  it('OFFLINE-2 I22 a tab that crashes in the moment after Enter loses nothing', async () => {
    let window = await open()
    await window.readyForOffline()
    await window.status('saved')
    await window.context.setOffline(true)
    const rounds = Array.from({ length: 6 }, (_, index) => index + 2)
    for (const round of rounds) {
      await window.type(`6A-0${round}`, 'ck', String(round))
      await crash(window.page)
      window = await GridWindow.at(await window.context.newPage(), `${scene.url}/grids/${grid}`, '6A-01')
      await window.shows(`6A-0${round}`, 'ck', String(round))
    }
    await window.status('local', rounds.length)
    await window.context.setOffline(false)
    await window.status('saved')
    const lines = await history(scene.url, grid)
    expect(lines.filter(({ cell }) => cell?.endsWith('/ck') === true && cell !== '6A-01/ck').map(({ after }) => after)).toEqual(
      rounds.map((round) => round * 10),
    )
  })

  it('OFFLINE-3 two tabs offline, one reloaded, one crashed: every edit arrives once, the crashed tab’s through the other', async () => {
    const first = await open()
    await first.readyForOffline()
    const second = await first.another()
    await second.status('saved')
    await first.context.setOffline(true)
    await first.type('6A-11', 'ck', '1')
    await second.type('6A-12', 'ck', '2')
    await first.type('6A-13', 'ck', '3')
    await second.type('6A-11', 'ck', '4')
    await second.status('local', 2)
    await second.page.reload()
    await second.shows('6A-12', 'ck', '2')
    await second.type('6A-14', 'ck', '5')
    await second.status('local', 3)
    await crash(first.page)
    await second.context.setOffline(false)
    await second.shows('6A-13', 'ck', '3')
    await second.status('saved')
    const cells = ['6A-11/ck', '6A-12/ck', '6A-13/ck', '6A-14/ck']
    const lines = (await history(scene.url, grid)).filter(({ cell }) => cells.includes(cell ?? ''))
    expect(lines.map(({ cell, after }) => `${cell} ${after}`).toSorted()).toEqual([
      '6A-11/ck 10',
      '6A-11/ck 40',
      '6A-12/ck 20',
      '6A-13/ck 30',
      '6A-14/ck 50',
    ])
  })

  it('OFFLINE-11 a remark typed and the page reloaded in the same moment, offline', async () => {
    const window = await open()
    await window.readyForOffline()
    await window.status('saved')
    const remark = new RemarkWindow(window)
    await remark.enter('6A-20')
    await window.context.setOffline(true)
    const words = ['Em chăm học.', ' Em cẩn thận.', ' Em tiến bộ.']
    for (const [index, more] of words.entries()) {
      await window.page.keyboard.press('Control+End')
      await window.page.keyboard.type(more)
      await window.page.reload()
      await remark.enter('6A-20')
      await remark.reads(words.slice(0, index + 1).join(''))
    }
    await window.context.setOffline(false)
    await window.status('saved')
    const { body } = await (await signIn(scene.url, 'gv.toan')).get(`/api/grids/${grid}/remarks`)
    expect(JSON.stringify(body)).toContain(words.join(''))
  })
})
