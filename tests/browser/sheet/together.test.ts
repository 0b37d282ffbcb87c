import { describe, expect, it } from 'vitest'
import { signIn } from '../../support/school.ts'
import { playIn } from '../scene.ts'

/** Two teachers share it. */
const shared = '2025-6A.KHTN.HK2'

interface Line {
  readonly seq: number
  readonly actor: string
  readonly before: unknown
  readonly after: unknown
  readonly conflict?: true
}

const scene = playIn()

const two = async () => [await scene.sheet('gv.khtn1', shared), await scene.sheet('gv.khtn2', shared)] as const

async function history(cell: string): Promise<readonly Line[]> {
  return (await (await signIn(scene.url, 'gv.khtn1')).get<readonly Line[]>(`/api/grids/${shared}/history?cell=${encodeURIComponent(cell)}`))
    .body
}

/** The principal orders and the records officer executes. */
async function order(action: 'lock' | 'unlock'): Promise<void> {
  const principal = await signIn(scene.url, 'hieutruong')
  const given = await principal.post<{ id: string }>('/api/orders', { action, scope: { grids: [shared] }, reason: 'Kiểm tra' })
  const done = await (await signIn(scene.url, 'quantrihocba')).post(`/api/grids/${shared}/${action}`, { order: given.body.id })
  expect(done.status).toBe(200)
}

describe('two teachers in one grid', () => {
  it('TOGETHER-1 a range is outlined in the other window with its colour, the active cell with the name, and a press on the name goes there', async () => {
    const [one, other] = await two()
    await one.drag('6A-08/tx1', '6A-10/tx2')
    await other.page.waitForFunction(() => {
      const shadow = (cell: string): string => {
        const [row, column] = cell.split('/')
        const element = document.querySelector(`[row-id="${row ?? ''}"] [col-id="${column ?? ''}"]`)
        return element ? getComputedStyle(element).boxShadow : ''
      }
      return shadow('6A-10/tx2').includes('oklch') && shadow('6A-10/tx1').includes('oklch') && !shadow('6A-11/tx1').includes('oklch')
    })
    const list = other.page.getByRole('list', { name: 'Đang mở bảng này' })
    const name = await list.locator('button span').first().innerText()
    const label = (cell: string): Promise<string> =>
      other.page.evaluate((at) => {
        const [row, column] = at.split('/')
        const element = document.querySelector(`[row-id="${row ?? ''}"] [col-id="${column ?? ''}"]`)
        return element ? getComputedStyle(element, '::after').content : ''
      }, cell)
    expect(await label('6A-08/tx1')).toBe(`"${name}"`)
    expect(await label('6A-09/tx1')).toBe('none')
    await list.getByRole('button').first().click()
    expect(await other.active()).toBe('6A-08/tx1')
  })

  it('TOGETHER-2 undo leaves alone what the other has written meanwhile, and says so', async () => {
    const [one, other] = await two()
    await one.type('6A-03/ck', '6')
    await one.saved()
    await other.shows('6A-03/ck', '6')
    await other.type('6A-03/ck', '9')
    await other.saved()
    await one.shows('6A-03/ck', '9')
    await one.at('6A-10/ck')
    await one.press('Control+z')
    await one.said(/Giữ nguyên .*người khác đã sửa ô đó/)
    await one.shows('6A-03/ck', '9')
  })

  it('TOGETHER-3 undo of a fill survives a remote edit and a reconnection', async () => {
    const [one, other] = await two()
    await one.type('6A-05/ck', '8')
    await one.at('6A-05/ck')
    await one.press('Shift+ArrowDown', 'Shift+ArrowDown', 'Control+d')
    await one.saved()
    await other.type('6A-12/ck', '5')
    await one.shows('6A-12/ck', '5')
    await one.window.context.setOffline(true)
    await one.window.context.setOffline(false)
    await one.saved()
    await one.at('6A-05/ck')
    await one.press('Control+z')
    await one.shows('6A-06/ck', '')
    await one.shows('6A-07/ck', '')
    await one.shows('6A-12/ck', '5')
  })

  it('TOGETHER-6 undo survives a replica that was rebuilt after a refusal: the refused edit never happened, those before it are taken back', async () => {
    const [one, other] = await two()
    await one.type('6A-20/ck', '6')
    await one.type('6A-21/ck', '7')
    await one.saved()
    await one.window.context.setOffline(true)
    await one.type('6A-22/ck', '8')
    await one.window.status('local', 1)
    await order('lock')
    await one.window.context.setOffline(false)
    await one.page.getByRole('button', { name: 'Bỏ thay đổi này' }).waitFor()
    await order('unlock')
    await one.page.getByRole('button', { name: 'Bỏ thay đổi này' }).click()
    await one.saved()
    await one.shows('6A-22/ck', '')
    await other.saved()
    await other.type('6A-23/ck', '5')
    await one.shows('6A-23/ck', '5')
    await one.at('6A-22/ck')
    await one.press('Control+z')
    await one.shows('6A-21/ck', '')
    await one.shows('6A-20/ck', '6')
    await one.press('Control+z')
    await one.shows('6A-20/ck', '')
    await one.press('Control+y')
    await one.shows('6A-20/ck', '6')
    await one.shows('6A-23/ck', '5')
    await one.saved()
    await other.shows('6A-20/ck', '6')
  })

  it('TOGETHER-4 a conflict is marked in both windows at once, both values can be seen, and keeping one ends it', async () => {
    const [one, other] = await two()
    await one.window.context.setOffline(true)
    await one.type('6A-15/ck', '6')
    await one.window.status('local', 1)
    await other.type('6A-15/ck', '9')
    await other.saved()
    await one.window.context.setOffline(false)
    await one.saved()
    for (const sheet of [one, other]) await sheet.page.locator('[row-id="6A-15"] [col-id="ck"].conflict').waitFor()
    await other.at('6A-15/ck')
    await other.press('Control+Shift+H')
    const panel = other.page.getByRole('dialog', { name: /Lịch sử ô/ })
    const choice = panel.getByRole('region', { name: 'Hai giá trị, chưa ai quyết định' })
    await choice.locator('li strong').nth(1).waitFor() // the history comes from the server
    expect((await choice.locator('li strong').allInnerTexts()).toSorted()).toEqual(['6', '9'])
    expect(await choice.locator('time').count()).toBe(2)
    const nine = choice.locator('li').filter({ has: other.page.locator('strong', { hasText: /^9$/ }) })
    await nine.getByRole('button', { name: 'Giữ giá trị này' }).click()
    await other.saved()
    for (const sheet of [one, other]) {
      await sheet.shows('6A-15/ck', '9')
      await sheet.page.locator('[row-id="6A-15"] [col-id="ck"]:not(.conflict)').waitFor()
    }
    const lines = await history('6A-15/ck')
    expect(lines.at(-1)).toMatchObject({ actor: 'gv.khtn2', after: 90 })
    expect(lines.at(-1)?.conflict).toBeUndefined()
    expect(lines.filter((line) => line.conflict)).toHaveLength(1)
  })

  it('TOGETHER-5 a change from elsewhere and the save status are read out, politely and not at every key', async () => {
    const [one, other] = await two()
    await one.page.waitForFunction(() => document.querySelector('[data-live=status]')?.textContent === 'Đã lưu')
    await other.type('6A-25/ck', '7')
    const remote = one.page.locator('[data-live=remote]')
    await one.page.waitForFunction(() => document.querySelector('[data-live=remote]')?.textContent?.includes('ĐĐGck: 7'))
    expect(await remote.getAttribute('aria-live')).toBe('polite')
    await other.copyFrom('8\r\n9\r\n10')
    await other.at('6A-26/ck')
    await other.press('Control+v')
    await one.page.waitForFunction(() => document.querySelector('[data-live=remote]')?.textContent === 'Vừa có thay đổi từ nơi khác ở 3 ô.')
  })
})
