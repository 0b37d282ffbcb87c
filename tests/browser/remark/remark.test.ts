import { readFileSync } from 'node:fs'
import type { BrowserContext } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { freeze, signIn } from '../../support/school.ts'
import { playIn } from '../scene.ts'
import { violations } from '../violations.ts'
import { RemarkWindow } from './remark-window.ts'

/** Nobody in the demo school has a remark of the second term here that these tests rely on. */
const grid = '2025-6A.TOAN.HK2'

interface Line {
  readonly kind: string
  readonly actor: string
  readonly remark?: { readonly student: string; readonly before: string; readonly after: string }
}

const scene = playIn()

async function open(user: string, at = grid, first = '6A-01', prepare?: (context: BrowserContext) => Promise<void>): Promise<RemarkWindow> {
  const window = await scene.grid(user, at, first, prepare)
  return new RemarkWindow(window)
}

async function remarkOf(student: string, at = grid): Promise<string> {
  const teacher = await signIn(scene.url, 'phohieutruong')
  const { body } = await teacher.get<{ readonly [student: string]: string }>(`/api/grids/${at}/remarks`)
  return body[student] ?? ''
}

/** Rows of the log about one student's remark, written by a person at the page. */
async function rowsOf(student: string, at = grid): Promise<readonly (readonly [string, string])[]> {
  const teacher = await signIn(scene.url, 'gv.toan')
  const { body } = await teacher.get<readonly Line[]>(`/api/grids/${at}/history`)
  return body.flatMap(({ remark }) => (remark?.student === student ? [[remark.before, remark.after] as const] : []))
}

/** Empties the remark that has the cursor. */
async function clear(one: RemarkWindow): Promise<void> {
  await one.window.page.keyboard.press('Control+a')
  await one.window.page.keyboard.press('Delete')
}

async function phrasesOf(user: string): Promise<unknown> {
  return (await (await signIn(scene.url, user)).get('/api/phrases')).body
}

async function writePhrases(one: RemarkWindow, text: string): Promise<void> {
  const details = one.panel.locator('details.phrase-bank')
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click()
  await one.panel.getByRole('button', { name: 'Sửa mẫu câu' }).click()
  await one.window.page.getByRole('textbox', { name: 'Mẫu câu', exact: true }).fill(text)
  await one.window.page.getByRole('button', { name: 'Lưu' }).click()
  await one.window.page.getByRole('dialog').waitFor({ state: 'detached' })
}

describe('remarks panel', () => {
  it('PANEL-1 what is typed in one window appears in the other as it is typed there, and is saved as plain paragraphs', async () => {
    const [one, other] = [await open('gv.khtn1', '2025-6A.KHTN.HK2'), await open('gv.khtn2', '2025-6A.KHTN.HK2')]
    await one.enter('6A-01')
    await other.enter('6A-01')
    await clear(one)
    await one.window.page.keyboard.type('Em học tốt.')
    await one.window.page.keyboard.press('Enter')
    await one.window.page.keyboard.type('Em chăm ngoan.')
    await other.reads('Em chăm ngoan.')
    await other.window.page.keyboard.press('Control+End')
    await other.window.page.keyboard.type(' Em vui.')
    await one.reads('Em chăm ngoan. Em vui.')
    await one.window.status('saved')
    await other.window.status('saved')
    expect(await one.text()).toBe(await other.text())
    expect(await remarkOf('6A-01', '2025-6A.KHTN.HK2')).toBe('Em học tốt.\nEm chăm ngoan. Em vui.')
  })

  it('PANEL-2 opening and reading a remark writes nothing', async () => {
    const rows = async (): Promise<readonly unknown[]> => [...(await rowsOf('6A-02')), ...(await rowsOf('6A-03'))]
    const before = await rows()
    const one = await open('gv.toan')
    await one.enter('6A-02')
    await one.window.page.keyboard.press('Alt+ArrowDown')
    await one.focused()
    expect(await one.window.status('saved')).toBe('Đã lưu')
    expect(await rows()).toEqual(before)
  })

  it('PANEL-3 a run of typing is one row of the log, not one a key', async () => {
    const one = await open('gv.toan')
    await one.enter('6A-04')
    await clear(one)
    await one.window.status('saved')
    const before = await rowsOf('6A-04')
    await one.window.page.keyboard.type('Tiến bộ nhanh')
    expect(await one.window.status('saving', 1)).toBe('Đang lưu')
    await one.window.status('saved')
    expect((await rowsOf('6A-04')).slice(before.length)).toEqual([['', 'Tiến bộ nhanh']])
  })

  it('PANEL-4 offline: write, reload, write, come back: every row arrives in order', async () => {
    const one = await open('gv.toan')
    await one.window.status('saved')
    await one.window.readyForOffline()
    await one.enter('6A-05')
    await clear(one)
    await one.window.status('saved')
    const before = await rowsOf('6A-05')
    await one.window.context.setOffline(true)
    await one.window.page.keyboard.type('Một.')
    expect(await one.window.status('local', 1)).toBe('Đã lưu trên máy này (1 thay đổi chưa gửi)')
    await one.window.page.reload()
    await one.window.cell('6A-05', 'tx1').waitFor()
    await one.window.status('local', 1)
    await one.enter('6A-05')
    await one.reads('Một.')
    await one.window.page.keyboard.press('Control+End')
    await one.window.page.keyboard.type(' Hai.')
    await one.window.status('local', 2)
    await one.window.context.setOffline(false)
    await one.window.status('saved')
    expect((await rowsOf('6A-05')).slice(before.length)).toEqual([
      ['', 'Một.'],
      ['Một.', 'Một. Hai.'],
    ])
  })

  it('PANEL-5 typing stops at 1,000 characters and a paste keeps what fits, each with a sentence', async () => {
    const one = await open('gv.toan')
    await one.enter('6A-06')
    await clear(one)
    await one.paste('ă'.repeat(990))
    await one.panel.getByText('990/1.000 ký tự').waitFor()
    await one.paste(`${'b'.repeat(8)}\n${'c'.repeat(50)}`)
    await one.panel.getByText('Chỉ dán phần vừa 1.000 ký tự.').waitFor()
    await one.panel.getByText('1.000/1.000 ký tự').waitFor()
    await one.window.page.keyboard.type('d')
    await one.panel.getByText('Nhận xét đã đủ 1.000 ký tự, không thêm được nữa.').waitFor()
    await one.window.status('saved')
    expect(await remarkOf('6A-06')).toBe(`${'ă'.repeat(990)}${'b'.repeat(8)}\nc`)
  })

  it('PANEL-6 pasted text becomes plain paragraphs', async () => {
    const one = await open('gv.toan')
    await one.enter('6A-07')
    await clear(one)
    await one.paste('Giỏi\r\nNgoan\u000b\u0000', '<h1 style="color:red">Giỏi</h1><b>Ngoan</b>')
    await one.reads('Ngoan')
    await one.window.status('saved')
    expect(await remarkOf('6A-07')).toBe('Giỏi\nNgoan')
    expect(await one.field.locator('h1, b, strong, [style]').count()).toBe(0)
  })

  it('PANEL-7 by keyboard alone: from the cell in, to the next and previous student, to the next without a remark, and back', async () => {
    const one = await open('gv.toan')
    const { keyboard } = one.window.page
    const names = await one.window.page.locator('[row-id^="6A-"] [col-id="name"]').allInnerTexts()
    await one.enter('6A-01')
    expect(await one.name).toBe(names[0])
    await keyboard.press('Alt+ArrowDown')
    await one.panel.getByRole('heading', { name: names[1] ?? '' }).waitFor()
    await one.focused()
    await keyboard.press('PageDown')
    await one.panel.getByRole('heading', { name: names[2] ?? '' }).waitFor()
    await one.focused()
    await keyboard.press('Alt+ArrowUp')
    await one.panel.getByRole('heading', { name: names[1] ?? '' }).waitFor()
    await one.focused()
    await keyboard.press('Control+Enter')
    await one.panel.getByText('Chưa có nhận xét.').or(one.field).first().waitFor()
    await one.focused()
    const empty = await one.window.page.evaluate(() => document.activeElement?.textContent)
    expect(empty).toBe('')
    const here = await one.name
    await keyboard.press('Escape')
    await one.window.page.waitForFunction(() => document.activeElement?.getAttribute('col-id') === 'tx1')
    const row = await one.window.page.evaluate(
      () => document.activeElement?.closest('[row-id]')?.querySelector('[col-id="name"]')?.textContent,
    )
    expect(row).toBe(here)
    await keyboard.press('Alt+r')
    await one.focused()
  })

  it('PANEL-8 undo takes back one’s own steps and leaves what the other wrote', async () => {
    const at = '2025-6A.KHTN.HK2'
    const [one, other] = [await open('gv.khtn1', at), await open('gv.khtn2', at)]
    await one.enter('6A-08')
    await clear(one)
    await one.window.page.keyboard.type('Của một.')
    await one.window.status('saved')
    await other.enter('6A-08')
    await other.reads('Của một.')
    await other.window.page.keyboard.press('Control+End')
    await other.window.page.keyboard.insertText(' Của hai.') // at once: half a second between two keys would make them two steps
    await one.reads('Của một. Của hai.')
    await other.window.page.keyboard.press('Control+z')
    await one.reads(/^Của một\.$/)
    await other.window.status('saved')
    expect(await remarkOf('6A-08', at)).toBe('Của một.')
  })

  it('PANEL-9 a phrase comes in by a press or by / and words, and the bank is the teacher’s own', async () => {
    const one = await open('gv.toan')
    const { page } = one.window
    await one.enter('6A-09')
    await clear(one)
    await page.keyboard.type('/tu duy')
    await page.getByRole('option', { name: /Em có tư duy tốt/ }).waitFor()
    expect(await one.field.getAttribute('aria-activedescendant')).toBe(await page.getByRole('option').first().getAttribute('id'))
    await page.keyboard.press('Enter')
    await one.reads(/^Em có tư duy tốt, chủ động tìm hiểu thêm ngoài bài học\.$/)
    await one.panel.getByText('Mẫu câu', { exact: true }).click()
    await one.panel.getByRole('button', { name: 'Sửa mẫu câu' }).click()
    await page.getByRole('textbox', { name: 'Mẫu câu' }).fill('# Riêng\nEm hát hay.')
    await page.getByRole('button', { name: 'Lưu' }).click()
    await one.panel.getByRole('button', { name: 'Chèn: Em hát hay.' }).click()
    await one.reads(/ngoài bài học\. Em hát hay\.$/)
    await one.window.status('saved')
    await page.reload()
    await one.enter('6A-09')
    await page.keyboard.type(' /hat')
    await page.getByRole('option', { name: 'Em hát hay.' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('option').first().waitFor({ state: 'detached' })
    await one.focused()
  })

  it('PANEL-17 phrases are there on the next computer; two that were written without each other are both at hand', async () => {
    const one = await open('gv.van', '2025-6A.VAN.HK2')
    await one.enter('6A-15')
    await writePhrases(one, 'Em đọc diễn cảm.')
    const other = await open('gv.van', '2025-6A.VAN.HK2')
    await other.enter('6A-15')
    await other.panel.getByText('Mẫu câu', { exact: true }).click()
    await other.panel.getByRole('button', { name: 'Chèn: Em đọc diễn cảm.' }).waitFor()
    await other.window.readyForOffline()
    await other.window.context.setOffline(true)
    await writePhrases(other, 'Em viết sạch.')
    await other.panel.getByRole('button', { name: 'Chèn: Em viết sạch.' }).waitFor()
    await writePhrases(one, 'Em kể chuyện hay.')
    await expect.poll(() => phrasesOf('gv.van')).toMatchObject({ text: 'Em kể chuyện hay.' })
    await other.window.context.setOffline(false)
    await other.panel.getByRole('button', { name: 'Xem bộ câu kia' }).click()
    const dialog = other.window.page.getByRole('dialog')
    expect(await dialog.getByRole('textbox', { name: 'Bộ câu đã bị thay' }).inputValue()).toBe('Em kể chuyện hay.')
    await dialog.getByRole('button', { name: 'Thêm vào bộ đang dùng' }).click()
    await dialog.getByRole('button', { name: 'Lưu' }).click()
    await other.panel.getByRole('button', { name: 'Chèn: Em kể chuyện hay.' }).waitFor()
    await other.panel.getByRole('button', { name: 'Xem bộ câu kia' }).waitFor({ state: 'detached' })
    await expect.poll(() => phrasesOf('gv.van')).toMatchObject({ text: 'Em viết sạch.\nEm kể chuyện hay.' })
    expect(await phrasesOf('gv.van')).not.toHaveProperty('replaced')
    expect(await phrasesOf('gv.khtn1')).toEqual({ text: null, revision: 0 })
  })

  it('PANEL-16 where the network goes before the editor is fetched, the page stands and fetches it later', async () => {
    const blocked: string[] = []
    const one = await open('gv.toan', grid, '6A-01', async (context) => {
      await context.route('**/service-worker.js', (route) => route.abort())
      await context.route(/remark-editor/, (route) => {
        blocked.push(route.request().url())
        return route.abort()
      })
    })
    await one.window.cell('6A-20', 'tx1').click()
    await one.panel.getByText('Chưa tải được ô soạn nhận xét.').waitFor()
    expect(blocked.length).toBeGreaterThan(0)
    expect(await one.window.status('saved')).toBe('Đã lưu')
    await one.window.context.unroute(/remark-editor/)
    await one.window.context.setOffline(true)
    await one.window.context.setOffline(false)
    await one.field.waitFor()
  })

  it('PANEL-15 signing out asks about phrases that are neither on the server nor in a file', async () => {
    const one = await open('gv.toan')
    const { page } = one.window
    await one.enter('6A-14')
    await one.window.readyForOffline()
    await one.panel.getByText('Mẫu câu', { exact: true }).click()
    await one.panel.getByRole('button', { name: 'Sửa mẫu câu' }).click()
    await one.window.context.setOffline(true)
    await page.getByRole('textbox', { name: 'Mẫu câu' }).fill('Em hát hay.')
    await page.getByRole('button', { name: 'Lưu' }).click()
    await one.panel.getByRole('button', { name: 'Chèn: Em hát hay.' }).waitFor()
    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(dialog.message())
      void dialog.dismiss()
    })
    await page.getByRole('button', { name: 'Đăng xuất' }).click()
    await expect.poll(() => asked).toEqual([expect.stringContaining('chưa được xuất ra tệp')])
    await one.panel.getByRole('button', { name: 'Sửa mẫu câu' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Xuất ra tệp' }).click()
    expect(readFileSync(await (await download).path(), 'utf8')).toBe('Em hát hay.')
    await page.getByRole('button', { name: 'Hủy' }).click()
    await one.window.context.setOffline(false)
    await one.window.status('saved')
    await page.getByRole('button', { name: 'Đăng xuất' }).click()
    await page.locator('input[name=password]').waitFor()
    expect(asked).toHaveLength(1)
  })

  it('PANEL-10 a viewer reads plain text and has no editor', async () => {
    const writer = await open('gv.toan')
    await writer.enter('6A-10')
    await clear(writer)
    await writer.window.page.keyboard.type('Đọc được.')
    await writer.window.status('saved')
    const reader = await open('gv.van')
    await reader.window.cell('6A-10', 'tx1').click()
    await reader.reads('Đọc được.')
    await reader.window.page.keyboard.press('F4')
    expect(await reader.panel.locator('[contenteditable]').count()).toBe(0)
    expect(await reader.window.status('read-only')).toBe('Chỉ xem')
  })

  it('PANEL-11 frozen while offline: the remark is refused, and its words are kept with the reason', async () => {
    const at = '2025-6B.TOAN.HK1'
    const one = await open('gv.toan', at, '6B-01')
    await one.window.status('saved')
    await one.enter('6B-02')
    await one.window.context.setOffline(true)
    await one.window.page.keyboard.press('Control+End')
    await one.window.page.keyboard.type(' Viết muộn.')
    await one.window.status('local', 1)
    const before = await remarkOf('6B-02', at)
    const [frozen] = await freeze(scene.school, [at])
    expect(frozen?.status).toBe(200)
    await one.window.context.setOffline(false)
    expect(await one.window.status('refused')).toBe('Bị từ chối (1)')
    await one.panel.getByRole('heading', { name: 'Nhận xét không được nhận' }).waitFor()
    const kept = one.panel.getByRole('listitem').filter({ hasText: 'Viết muộn.' })
    expect(await kept.innerText()).toMatch(/chốt/i)
    await one.window.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await kept.getByRole('button', { name: 'Chép lời này' }).click()
    await one.panel.getByText('Đã chép.').waitFor()
    expect(await one.window.page.evaluate(() => navigator.clipboard.readText())).toContain('Viết muộn.')
    expect(await remarkOf('6B-02', at)).toBe(before)
    await one.panel.locator('[contenteditable]').waitFor({ state: 'detached' })
    await kept.getByRole('button', { name: 'Bỏ' }).click()
    expect(await one.window.status('read-only')).toBe('Chỉ xem')
  })

  it('PANEL-12 a sign at the name tells who has no remark, and the panel counts', async () => {
    const one = await open('gv.toan')
    await one.enter('6A-11')
    await clear(one)
    const sign = (): Promise<string> =>
      one.window.page.evaluate(
        () => getComputedStyle(document.querySelector('[row-id="6A-11"] [col-id="name"]') ?? document.body, '::before').content,
      )
    await expect.poll(sign).toContain('chưa có nhận xét')
    const counted = async (): Promise<number> => Number.parseInt(await one.panel.getByText(/\d+\/40 có nhận xét/).innerText(), 10)
    const before = await counted()
    await one.window.page.keyboard.type('Ngoan.')
    await expect.poll(counted).toBe(before + 1)
    expect(await sign()).toBe('none')
  })

  it('PANEL-13 Vietnamese is composed in place', async () => {
    const one = await open('gv.toan')
    await one.enter('6A-12')
    await clear(one)
    const session = await one.window.context.newCDPSession(one.window.page)
    for (const text of ['t', 'ti', 'tie', 'tiê', 'tiên', 'tiến']) {
      await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    }
    await session.send('Input.insertText', { text: 'tiến' })
    await one.window.page.keyboard.type(' bộ')
    await one.reads(/^tiến bộ$/)
    await one.window.status('saved')
    expect(await remarkOf('6A-12')).toBe('tiến bộ')
  })

  it('PANEL-14 axe finds nothing in the panel, with the phrases open too', async () => {
    const one = await open('gv.toan')
    await one.enter('6A-13')
    await one.panel.getByText('Mẫu câu', { exact: true }).click()
    await one.field.click()
    await one.window.page.keyboard.type(' /em')
    await one.window.page.getByRole('option').first().waitFor()
    expect(await violations(one.window.page)).toEqual([])
  })
})
