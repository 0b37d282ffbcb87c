import type { Page } from 'playwright-core'
import { cell, rows } from './window.ts'

/** Writes `count` edits without a network, each an action of its own. */
export async function queue(page: Page, column: string, count: number): Promise<void> {
  await page.context().setOffline(true)
  await page.locator(cell(rows[0] ?? '', column)).click()
  await page.evaluate(write, count)
  await page.locator(`[role=status][data-state="local"][data-pending="${count}"]`).waitFor({ timeout: 60_000 })
}

/** Comes back; milliseconds until every edit is acknowledged and the page says so. */
export async function drain(page: Page): Promise<number> {
  const drained = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          if (document.querySelector('[role=status][data-state="saved"]') === null) return
          resolve(performance.timeOrigin + performance.now() - (window.gauge.online ?? Number.NaN))
        }
        new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true })
      }),
  )
  await page.context().setOffline(false)
  return drained
}

/** Pastes one mark after another and moves on with the arrow keys, down and up again. */
async function write(count: number): Promise<void> {
  let step = 'ArrowDown'
  for (let edit = 0; edit < count; edit += 1) {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', String((edit % 101) / 10)) // never what the cell holds already: that would be no edit
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    if ((edit + 1) % 30 === 0) step = step === 'ArrowDown' ? 'ArrowUp' : 'ArrowDown'
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: step, bubbles: true, cancelable: true }))
    if (edit % 20 === 0) await new Promise((resolve) => setTimeout(resolve))
  }
}
