import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { playIn } from '../scene.ts'
import type { SheetWindow } from './sheet-window.ts'

const scene = playIn({ keep: true })
let sheet: SheetWindow

beforeAll(async () => {
  sheet = await scene.sheet('gv.toan', '2025-6A.TOAN.HK2')
})

beforeEach(async () => {
  await sheet.at('6A-03/tx2')
})

describe('selecting by mouse', () => {
  it('MOUSE-1 a drag selects a range, Shift and a click another end of it', async () => {
    await sheet.drag('6A-03/tx2', '6A-05/tx4')
    expect(await sheet.selected()).toBe('6A-03/tx2 … 6A-05/tx4 (9)')
    expect(await sheet.active()).toBe('6A-03/tx2')
    await sheet.cell('6A-04', 'tx3').click({ modifiers: ['Shift'] })
    expect(await sheet.selected()).toBe('6A-03/tx2 … 6A-04/tx3 (4)')
    expect(await sheet.active()).toBe('6A-03/tx2')
  })

  it('MOUSE-2 the row number selects its row, a heading its column, their corner everything', async () => {
    await sheet.cell('6A-04', 'stt').click()
    expect(await sheet.selected()).toMatch(/^6A-04\/name … 6A-04\/cn /)
    await sheet.page.locator('[role=columnheader][col-id=tx3]').click()
    expect(await sheet.selected()).toMatch(/^6A-01\/tx3 … 6A-\d\d\/tx3 /)
    await sheet.page.locator('[role=columnheader][col-id=stt]').click()
    expect(await sheet.selected()).toMatch(/^6A-01\/name … 6A-\d\d\/cn /)
    await sheet.at('6A-04/tx1')
    expect(await sheet.selected()).toBe('6A-04/tx1 … 6A-04/tx1 (1)')
  })

  it('MOUSE-3 the handle fills what it is dragged over, in one step; a click on it reaches the cell below', async () => {
    await sheet.type('6A-03/ck', '7,5')
    await sheet.at('6A-03/ck')
    const handle = await sheet.page.locator('.fill-handle').boundingBox()
    if (!handle) throw new Error('no fill handle')
    expect([handle.width, handle.height]).toEqual([24, 24])
    const end = await sheet.middle('6A-06/ck')
    await sheet.page.mouse.move(handle.x + 12, handle.y + 12)
    await sheet.page.mouse.down()
    await sheet.page.mouse.move(end.x, end.y - 20)
    await sheet.page.mouse.move(end.x, end.y)
    await sheet.page.mouse.up()
    for (const row of ['04', '05', '06']) await sheet.shows(`6A-${row}/ck`, '7,5')
    expect(await sheet.selected()).toBe('6A-03/ck … 6A-06/ck (4)')
    await sheet.press('Control+z')
    for (const row of ['04', '05', '06']) await sheet.shows(`6A-${row}/ck`, '')
    await sheet.at('6A-03/tx2')
    const again = await sheet.page.locator('.fill-handle').boundingBox()
    await sheet.page.mouse.click((again?.x ?? 0) + 20, (again?.y ?? 0) + 20)
    expect(await sheet.active()).toBe('6A-04/tx3')
  })

  it('MOUSE-3 the handle fills to the right and upwards too', async () => {
    await sheet.type('6A-10/gk', '6,5')
    const before = [await sheet.text('6A-08/gk'), await sheet.text('6A-09/gk')]
    for (const [end, filled] of [
      ['6A-10/ck', ['6A-10/ck']],
      ['6A-08/gk', ['6A-08/gk', '6A-09/gk']],
    ] as const) {
      await sheet.at('6A-10/gk')
      const handle = await sheet.page.locator('.fill-handle').boundingBox()
      if (!handle) throw new Error('no fill handle')
      const to = await sheet.middle(end)
      await sheet.page.mouse.move(handle.x + 12, handle.y + 12)
      await sheet.page.mouse.down()
      await sheet.page.mouse.move(to.x + 4, to.y + 4)
      await sheet.page.mouse.move(to.x, to.y)
      await sheet.page.mouse.up()
      for (const cell of filled) await sheet.shows(cell, '6,5')
      await sheet.press('Control+z')
    }
    await sheet.shows('6A-10/ck', '')
    expect([await sheet.text('6A-08/gk'), await sheet.text('6A-09/gk')]).toEqual(before)
  })

  it('MOUSE-4 a double click edits the value', async () => {
    await sheet.type('6A-08/ck', '6')
    await sheet.cell('6A-08', 'ck').dblclick()
    await sheet.press('End')
    await sheet.keys(',5')
    await sheet.press('Enter')
    await sheet.shows('6A-08/ck', '6,5')
  })
})
