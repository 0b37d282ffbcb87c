import { describe, expect, it } from 'vitest'
import { demoPassword, signIn } from '../../support/school.ts'
import { playIn } from '../scene.ts'

const grid = '2025-6A.TOAN.HK2'

const scene = playIn()

describe('by keyboard alone', () => {
  it('CLASS-1 a teacher signs in, opens the grid, enters a whole class’s final marks, corrects one and sees them saved', async () => {
    const context = await scene.browser.newContext({ locale: 'vi-VN', viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    const { keyboard } = page
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        const cell = document.activeElement?.closest('[row-id] [col-id]')
        return cell ? `${cell.closest('[row-id]')?.getAttribute('row-id') ?? ''}/${cell.getAttribute('col-id') ?? ''}` : ''
      })
    await page.goto(`${scene.url}/grids/${grid}`)
    await page.locator('input[name=username]').waitFor()
    for (
      let tries = 0;
      tries < 20 && (await page.evaluate(() => document.activeElement?.getAttribute('name'))) !== 'username';
      tries += 1
    ) {
      await keyboard.press('Tab')
    }
    await keyboard.type('gv.toan')
    await keyboard.press('Tab')
    await keyboard.type(demoPassword)
    await keyboard.press('Enter')
    await page.locator('[row-id="6A-01"] [col-id="ck"]').waitFor()
    for (let tries = 0; tries < 60 && (await focused()) === ''; tries += 1) await keyboard.press('Tab')
    await keyboard.press('Control+Home')
    expect(await focused()).toBe('6A-01/tx1')
    for (let across = 0; across < 5; across += 1) await keyboard.press('ArrowRight')
    expect(await focused()).toBe('6A-01/ck')

    const students = await page.evaluate(() =>
      Array.from(document.querySelectorAll('[row-index][row-id]'), (row) => row.getAttribute('row-id') ?? '').toSorted(),
    )
    const marks = students.map((_student, index) => `${(index * 7) % 10},${index % 10}`)
    for (const mark of marks) {
      await keyboard.type(mark)
      await keyboard.press('Enter')
    }
    await keyboard.press('Control+Home')
    for (let across = 0; across < 5; across += 1) await keyboard.press('ArrowRight')
    await keyboard.press('F2')
    await keyboard.press('Control+a')
    await keyboard.type('10')
    await keyboard.press('Enter')
    await page.locator('[role=status][data-state=saved][data-pending="0"]').waitFor()

    const answer = await (
      await signIn(scene.url, 'gv.toan')
    ).get<readonly { cell: string | null; after: unknown }[]>(`/api/grids/${grid}/history`)
    const last = new Map(answer.body.map((line) => [line.cell, line.after]))
    const expected = marks.map((mark) => Number(mark.replace(',', '')))
    expect(students.map((student) => last.get(`${student}/ck`))).toEqual([100, ...expected.slice(1)])
    await context.close()
  })
})
