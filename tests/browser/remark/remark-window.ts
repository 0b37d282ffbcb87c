import type { Locator } from 'playwright-core'
import type { GridWindow } from '../grid/grid-window.ts'

/** The remarks panel of a grid page. */
export class RemarkWindow {
  readonly window: GridWindow

  constructor(window: GridWindow) {
    this.window = window
  }

  get panel(): Locator {
    return this.window.page.getByRole('complementary', { name: 'Nhận xét' })
  }

  /** The editor of the student whose remark is open. */
  get field(): Locator {
    return this.panel.getByRole('textbox', { name: /^Nhận xét của / })
  }

  /** From the cell of a student into the remark, by keyboard. */
  async enter(student: string): Promise<void> {
    await this.window.cell(student, 'tx1').click()
    await this.window.page.keyboard.press('F4')
    await this.focused()
  }

  async focused(): Promise<void> {
    await this.window.page.waitForFunction(
      () => document.activeElement?.getAttribute('role') === 'textbox' && document.activeElement.closest('aside') !== null,
    )
  }

  /** Waits until the remark reads like this. */
  async reads(text: string | RegExp): Promise<void> {
    await this.panel.locator('.remark-text', { hasText: text }).waitFor()
  }

  async text(): Promise<string> {
    return (await this.field.locator('p').allInnerTexts()).map((line) => line.replace('\n', '')).join('\n')
  }

  /** The student whose remark is open. */
  get name(): Promise<string> {
    return this.panel.getByRole('heading', { level: 3 }).first().innerText()
  }

  async paste(text: string, html?: string): Promise<void> {
    await this.window.page.evaluate(
      ([plain, rich]) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', plain ?? '')
        if (rich !== undefined) clipboardData.setData('text/html', rich)
        document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      },
      [text, html] as const,
    )
  }
}
