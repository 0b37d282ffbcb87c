import type { BrowserContext } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeWith } from '../../support/tools.ts'
import { playIn } from '../scene.ts'
import type { GridWindow } from '../grid/grid-window.ts'
import { watchStates, written } from './offline-school.ts'

const grid = '2025-6A.TOAN.HK2'

/** What a database answers when the browser has no room left (an overridden quota is ignored by Chromium's own). */
function fillDisk(): void {
  IDBObjectStore.prototype.put = () => {
    throw new DOMException('no room', 'QuotaExceededError')
  }
}

describeWith('chromium', 'a browser that keeps nothing', () => {
  const scene = playIn()

  async function open(prepare?: (context: BrowserContext) => Promise<void>): Promise<GridWindow> {
    const window = await scene.grid('gv.toan', grid, '6A-01', prepare)
    await window.status('saved')
    return window
  }

  async function worksOn(window: GridWindow, student: string): Promise<void> {
    const states = await watchStates(window.page)
    await window.context.setOffline(true)
    await window.type(student, 'ck', '4')
    await window.type(student, 'ck', '5')
    const said = await window.status('saving', 2)
    expect(said).toBe('Đang lưu')
    await window.page.getByText('Trình duyệt không cho lưu tạm trên máy này').waitFor()
    const asked = window.page.waitForEvent('dialog')
    const closing = window.page.close({ runBeforeUnload: true })
    const dialog = await asked
    expect(dialog.type()).toBe('beforeunload')
    await dialog.dismiss()
    await closing
    await window.shows(student, 'ck', '5')
    expect(await states()).not.toContain('local')
  }

  async function comesBack(window: GridWindow, student: string): Promise<void> {
    await window.context.setOffline(false)
    await window.status('saved')
    expect(await written(scene.url, grid, `${student}/ck`)).toEqual([
      ['gv.toan', 40],
      ['gv.toan', 50],
    ])
  }

  it('OFFLINE-4 I22 without room on the disk work goes on in memory, says so, and arrives', async () => {
    const window = await open()
    await window.page.evaluate(fillDisk)
    await worksOn(window, '6A-01')
    await comesBack(window, '6A-01')
  })

  it('OFFLINE-4 without room, a reload still finds what the page put by, and sends it', async () => {
    const window = await open()
    await window.readyForOffline()
    await window.page.evaluate(fillDisk)
    await window.context.addInitScript(fillDisk)
    await window.context.setOffline(true)
    await window.type('6A-02', 'ck', '4')
    await window.type('6A-02', 'ck', '5')
    await window.status('saving', 2)
    window.page.on('dialog', (dialog) => void dialog.accept())
    await window.page.reload()
    await window.shows('6A-02', 'ck', '5')
    await comesBack(window, '6A-02')
  })

  it('OFFLINE-5 I22 where the browser denies its database, the page says so and works', async () => {
    const window = await open(async (context) => {
      await context.addInitScript(() => {
        Object.defineProperty(globalThis, 'indexedDB', { value: undefined })
      })
    })
    await worksOn(window, '6A-03')
    await comesBack(window, '6A-03')
  })

  it('OFFLINE-5 where every write fails, localStorage’s too, the page says so and works', async () => {
    const window = await open(async (context) => {
      await context.addInitScript(fillDisk)
      await context.addInitScript(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException('no room', 'QuotaExceededError')
        }
      })
    })
    await worksOn(window, '6A-04')
    await comesBack(window, '6A-04')
  })
})
