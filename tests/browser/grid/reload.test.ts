import { describe, expect, it } from 'vitest'
import { signIn } from '../../support/school.ts'
import { playIn } from '../scene.ts'

const grid = '2025-6A.TOAN.HK2'

const scene = playIn()

interface Line {
  readonly cell: string | null
  readonly after: number | null
}

describe('a page that goes in the moment after a key', () => {
  it('PAGE-15 a reload in the same moment as Enter, offline, loses nothing', async () => {
    const window = await scene.grid('gv.toan', grid)
    await window.readyForOffline()
    await window.status('saved')
    await window.context.setOffline(true)
    const rounds = Array.from({ length: 12 }, (_, index) => index + 1)
    for (const round of rounds) {
      await window.cell(`6A-${String(round).padStart(2, '0')}`, 'ck').click()
      await window.page.keyboard.type(`${round / 10}`)
      const reloaded = window.page.waitForEvent('load')
      await window.page.evaluate(() => {
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
        location.reload()
      })
      await reloaded
      await window.cell('6A-01', 'tx1').waitFor()
    }
    await window.context.setOffline(false)
    await window.status('saved')
    const history = (await (await signIn(scene.url, 'gv.toan')).get<readonly Line[]>(`/api/grids/${grid}/history`)).body
    const typed = history.filter((line) => line.cell?.endsWith('/ck')).map((line) => line.after)
    expect(typed).toEqual(rounds)
  })
})
