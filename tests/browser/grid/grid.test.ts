import { describe, expect, it } from 'vitest'
import { demoPassword, freeze, signIn } from '../../support/school.ts'
import { playIn } from '../scene.ts'

const grid = '2025-6A.TOAN.HK2'

interface Line {
  readonly seq: number
  readonly actor: string
  readonly before: unknown
  readonly after: unknown
}

const scene = playIn()
const open = (user: string, at = grid) => scene.grid(user, at)

async function history(cell: string, at = grid): Promise<readonly Line[]> {
  const teacher = await signIn(scene.url, 'gv.toan')
  const answer = await teacher.get<readonly Line[]>(`/api/grids/${at}/history?cell=${encodeURIComponent(cell)}`)
  return answer.body
}

const steps = (lines: readonly Line[]): readonly unknown[] => lines.map(({ before, after }) => [before, after])

describe('grid page', () => {
  it('PAGE-1 a mark typed in one window appears in the other, with its averages, and is saved', async () => {
    const [one, other] = [await open('gv.toan'), await open('gv.van')]
    await one.type('6A-01', 'ck', '8,5')
    expect(await one.status('saved')).toBe('Đã lưu')
    await other.shows('6A-01', 'ck', '8,5')
    expect(await one.cell('6A-01', 'tb').innerText()).toMatch(/^\d+,\d$/)
    expect(await one.cell('6A-01', 'cn').innerText()).toMatch(/^\d+,\d$/)
    expect(await other.cell('6A-01', 'tb').innerText()).toBe(await one.cell('6A-01', 'tb').innerText())
  })

  it('PAGE-2 a reader sees that the grid is view only, and typing changes nothing', async () => {
    const reader = await open('gv.van')
    expect(await reader.status('read-only')).toBe('Chỉ xem')
    expect(await reader.cell('6A-02', 'tx1').getAttribute('aria-readonly')).toBe('true')
    const before = await reader.cell('6A-02', 'tx1').innerText()
    await reader.type('6A-02', 'tx1', '1')
    expect(await reader.cell('6A-02', 'tx1').innerText()).toBe(before)
    expect(await reader.status('read-only')).toBe('Chỉ xem')
  })

  it('PAGE-3 an invalid entry is refused with a sentence at the cell and never guessed', async () => {
    const window = await open('gv.toan')
    await window.type('6A-02', 'ck', '85')
    const sentence = window.page.getByText('«85» không nhập được.')
    await sentence.waitFor()
    expect(await sentence.innerText()).toContain('8,5')
    expect(await window.cell('6A-02', 'ck').innerText()).toBe('')
    expect(await history('6A-02/ck')).toEqual([])
  })

  it('PAGE-4 8.5 is 8,5', async () => {
    const window = await open('gv.toan')
    await window.type('6A-03', 'ck', '8.5')
    await window.shows('6A-03', 'ck', '8,5')
    await window.status('saved')
    expect(steps(await history('6A-03/ck'))).toEqual([[null, 85]])
  })

  it('PAGE-5 offline: edit, reload, edit, come back: every edit is in the history in order', async () => {
    const window = await open('gv.toan')
    await window.status('saved')
    await window.readyForOffline()
    await window.context.setOffline(true)
    await window.type('6A-04', 'ck', '5')
    expect(await window.status('local', 1)).toBe('Đã lưu trên máy này (1 thay đổi chưa gửi)')
    await window.type('6A-04', 'ck', '6')
    await window.status('local', 2)
    await window.page.reload()
    await window.shows('6A-04', 'ck', '6')
    await window.status('local', 2)
    await window.type('6A-04', 'ck', '7,5')
    await window.status('local', 3)
    expect(await history('6A-04/ck')).toEqual([])
    await window.context.setOffline(false)
    expect(await window.status('saved')).toBe('Đã lưu')
    const lines = await history('6A-04/ck')
    expect(steps(lines)).toEqual([
      [null, 50],
      [50, 60],
      [60, 75],
    ])
    expect(lines.map((line) => line.actor)).toEqual(['gv.toan', 'gv.toan', 'gv.toan'])
    expect(new Set(lines.map((line) => line.seq)).size).toBe(3)
  })

  it('PAGE-6 two windows of one person offline: nothing is lost and nothing doubled, also when one is closed', async () => {
    const first = await open('gv.toan')
    const second = await first.another()
    await first.context.setOffline(true)
    await first.type('6A-05', 'ck', '4')
    await first.status('local', 1)
    await second.type('6A-06', 'ck', '6')
    await second.status('local', 1)
    await first.page.close()
    await second.context.setOffline(false)
    await second.shows('6A-05', 'ck', '4')
    await second.status('saved')
    expect(steps(await history('6A-05/ck'))).toEqual([[null, 40]])
    expect(steps(await history('6A-06/ck'))).toEqual([[null, 60]])
  })

  it('PAGE-7 a pasted block is one action; undo takes it back in one step', async () => {
    const window = await open('gv.toan')
    await window.paste('6A-07', 'ck', '7\r\n6,5\r\n')
    await window.shows('6A-08', 'ck', '6,5')
    await window.status('saved')
    const [one, two] = [await history('6A-07/ck'), await history('6A-08/ck')]
    expect(one[0]?.seq).toBe(two[0]?.seq)
    await window.page.keyboard.press('Control+z')
    await window.shows('6A-08', 'ck', '')
    await window.status('saved')
    expect(steps(await history('6A-08/ck'))).toEqual([
      [null, 65],
      [65, null],
    ])
  })

  it('PAGE-8 what cannot be pasted is counted and listed', async () => {
    const window = await open('gv.toan')
    await window.paste('6A-09', 'ck', '9\r\nabc')
    await window.page.getByText('1 ô không được dán').waitFor()
    await window.page.getByText('«abc» không nhập được').waitFor()
    await window.shows('6A-09', 'ck', '9')
  })

  it('PAGE-9 the history of a cell by keyboard: who, from, to, when', async () => {
    const window = await open('gv.toan')
    await window.type('6A-10', 'ck', '8')
    await window.type('6A-10', 'ck', '9')
    await window.status('saved')
    await window.cell('6A-10', 'ck').click()
    await window.page.keyboard.press('Control+Shift+H')
    const panel = window.page.getByRole('dialog', { name: /Lịch sử ô/ })
    await panel.getByText('8 → 9').waitFor()
    await panel.getByText('(trống) → 8').waitFor()
    expect(await panel.locator('time').count()).toBe(2)
    await window.page.keyboard.press('Escape')
    expect(await window.page.evaluate(() => document.activeElement?.getAttribute('col-id'))).toBe('ck')
  })

  it('PAGE-10 the other sees who is here and where the cursor is', async () => {
    const [one, other] = [await open('gv.toan'), await open('gv.van')]
    await one.cell('6A-12', 'gk').click()
    const { body } = await (await signIn(scene.url, 'gv.toan')).get<{ readonly user: { readonly name: string } }>('/api/me')
    await other.page.getByRole('list', { name: 'Đang mở bảng này' }).getByText(body.user.name).waitFor({ state: 'attached' })
    await other.page.waitForFunction(
      () =>
        document.querySelector('[row-id="6A-12"] [col-id="gk"]') !== null &&
        getComputedStyle(document.querySelector('[row-id="6A-12"] [col-id="gk"]') as Element, '::after').content.length > 4,
    )
  })

  it('PAGE-11 frozen while offline: the edit is refused, stays visible, and is one click from an amendment', async () => {
    const at = '2025-6B.TOAN.HK1'
    const window = await scene.grid('gv.toan', at, '6B-01')
    await window.status('saved')
    await window.context.setOffline(true)
    await window.type('6B-02', 'tx1', '10')
    await window.status('local', 1)
    const [frozen] = await freeze(scene.school, [at])
    expect(frozen?.status).toBe(200)
    await window.context.setOffline(false)
    expect(await window.status('refused')).toBe('Bị từ chối (1)')
    await window.page.getByRole('heading', { name: '1 thay đổi không được nhận' }).waitFor()
    await window.page.getByRole('button', { name: 'Lập đề nghị chỉnh lý' }).click()
    await window.page.waitForURL(/\/amendments\/new\?grid=2025-6B\.TOAN\.HK1/)
    const draft: unknown = await window.page.evaluate(() => JSON.parse(sessionStorage.getItem('hocba.amendment-draft') ?? 'null'))
    expect(draft).toEqual({ grid: at, changes: [{ cell: '6B-02/tx1', after: 100 }], reason: '' })
  })

  it('PAGE-12 the session ends: work goes on here, and is sent after signing in again', async () => {
    const window = await open('gv.toan')
    await window.status('saved')
    await window.page.evaluate(() => fetch('/api/session', { method: 'DELETE' }))
    expect(await window.status('signed-out')).toBe('Cần đăng nhập lại')
    await window.type('6A-14', 'ck', '6')
    expect(await window.status('signed-out', 1)).toBe('Cần đăng nhập lại (1 thay đổi chưa gửi)')
    await window.page.getByRole('button', { name: 'Đăng nhập lại' }).first().click()
    await window.page.fill('input[name=password]', demoPassword)
    await window.page.press('input[name=password]', 'Enter')
    await window.status('saved')
    expect(steps(await history('6A-14/ck'))).toEqual([[null, 60]])
  })

  it('PAGE-13 two teachers write one cell without seeing each other: both values stay, and both are told', async () => {
    const at = '2025-6A.KHTN.HK2'
    const [one, other] = [await open('gv.khtn1', at), await open('gv.khtn2', at)]
    await one.status('saved')
    await one.context.setOffline(true)
    await one.type('6A-15', 'ck', '6')
    await one.status('local', 1)
    await other.type('6A-15', 'ck', '9')
    await other.status('saved')
    await one.context.setOffline(false)
    await one.status('saved')
    await one.page.locator('[row-id="6A-15"] [col-id="ck"].conflict').waitFor()
    expect(await one.cell('6A-15', 'ck').getAttribute('title')).toContain('Hai người đã sửa ô này')
    await one.cell('6A-15', 'ck').click()
    await one.page.keyboard.press('Control+Shift+H')
    const panel = one.page.getByRole('dialog', { name: /Lịch sử ô/ })
    await panel.getByText('Sửa khi chưa thấy giá trị trước đó').first().waitFor()
  })

  it('PAGE-14 signing out asks about unsent work, then leaves nothing on the computer', async () => {
    const window = await open('gv.toan')
    await window.status('saved')
    await window.readyForOffline()
    await window.context.setOffline(true)
    await window.type('6A-16', 'ck', '6')
    await window.status('local', 1)
    const asked: string[] = []
    window.page.once('dialog', (dialog) => {
      asked.push(dialog.message())
      void dialog.dismiss()
    })
    await window.page.getByRole('button', { name: 'Đăng xuất' }).click()
    await expect.poll(() => asked).toEqual([expect.stringContaining('Còn 1 thay đổi trên máy này chưa vào sổ điểm')])
    await window.status('local', 1)
    await window.context.setOffline(false)
    await window.status('saved')
    await window.page.getByRole('button', { name: 'Đăng xuất' }).click()
    await window.page.locator('input[name=password]').waitFor()
    expect(await window.page.evaluate(async () => (await indexedDB.databases()).map((database) => database.name))).toEqual([])
  })
})
