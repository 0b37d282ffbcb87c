import type { Locator } from 'playwright-core'
import type { GridWindow } from '../grid/grid-window.ts'

/** A grid in a window with the real clipboard, driven by keys and mouse as a teacher does. */
export class SheetWindow {
  readonly window: GridWindow

  private constructor(window: GridWindow) {
    this.window = window
  }

  static async on(window: GridWindow): Promise<SheetWindow> {
    await window.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(window.page.url()).origin })
    return new SheetWindow(window)
  }

  get page() {
    return this.window.page
  }

  cell(student: string, column: string): Locator {
    return this.window.cell(student, column)
  }

  /** Goes to a cell with the mouse. */
  async at(cell: string): Promise<void> {
    const [student = '', column = ''] = cell.split('/')
    await this.cell(student, column).click()
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  async keys(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  /** Types into a cell and leaves it upwards or downwards with Enter. */
  async type(cell: string, text: string): Promise<void> {
    await this.at(cell)
    await this.keys(text)
    await this.press('Enter')
  }

  /** The cell that has the keyboard, as the browser says. */
  active(): Promise<string> {
    return this.page.evaluate(() => {
      const cell = document.activeElement?.closest('[row-id] [col-id]')
      return cell ? `${cell.closest('[row-id]')?.getAttribute('row-id') ?? ''}/${cell.getAttribute('col-id') ?? ''}` : 'none'
    })
  }

  /** Waits until a cell has the keyboard: a dialog that closes gives it back with the next frame. */
  async focused(cell: string): Promise<void> {
    const [student = '', column = ''] = cell.split('/')
    await this.page.locator(`[row-id="${student}"] [col-id="${column}"]:is(:focus, :has(:focus))`).waitFor({ timeout: 10_000 })
  }

  /** First and last selected cell and how many, from what screen readers are told. */
  selected(): Promise<string> {
    return this.page.evaluate(() => {
      const cells = Array.from(document.querySelectorAll('[row-id] [col-id][aria-selected="true"]'), (cell) => ({
        row: Number(cell.closest('[row-index]')?.getAttribute('row-index')),
        at: Number(cell.getAttribute('aria-colindex')),
        name: `${cell.closest('[row-id]')?.getAttribute('row-id') ?? ''}/${cell.getAttribute('col-id') ?? ''}`,
      })).toSorted((a, b) => a.row - b.row || a.at - b.at)
      return `${cells[0]?.name ?? ''} … ${cells.at(-1)?.name ?? ''} (${cells.length})`
    })
  }

  async shows(cell: string, text: string): Promise<void> {
    const [student = '', column = ''] = cell.split('/')
    await this.window.shows(student, column, text)
  }

  text(cell: string): Promise<string> {
    const [student = '', column = ''] = cell.split('/')
    return this.cell(student, column).innerText()
  }

  async saved(): Promise<void> {
    await this.window.status('saved')
  }

  /** What the last command said, shown or only read out. */
  async said(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor({ state: 'attached', timeout: 10_000 })
  }

  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText())
  }

  clipboardHtml(): Promise<string> {
    return this.page.evaluate(async () => {
      // As another program gets it: the browser's own reading would drop attributes that it does not know.
      const unsanitized: object = { unsanitized: ['text/html'] }
      const [item] = await (navigator.clipboard.read as (how: object) => Promise<ClipboardItems>).call(navigator.clipboard, unsanitized)
      return item?.types.includes('text/html') ? (await item.getType('text/html')).text() : ''
    })
  }

  /** What another program would leave on the clipboard. */
  async copyFrom(plain: string, html?: string): Promise<void> {
    await this.page.evaluate(
      async ([text, table]) => {
        const forms: Record<string, Blob> = {}
        if (text !== undefined && text !== '') forms['text/plain'] = new Blob([text], { type: 'text/plain' })
        if (table !== undefined) forms['text/html'] = new Blob([table], { type: 'text/html' })
        await navigator.clipboard.write([new ClipboardItem(forms)])
      },
      [plain, html] as const,
    )
  }

  /** Presses at one cell, moves to another, lets go. */
  async drag(from: string, to: string): Promise<void> {
    const [start, end] = [await this.middle(from), await this.middle(to)]
    await this.page.mouse.move(start.x, start.y)
    await this.page.mouse.down()
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2)
    await this.page.mouse.move(end.x, end.y)
    await this.page.mouse.up()
  }

  async middle(cell: string): Promise<{ readonly x: number; readonly y: number }> {
    const [student = '', column = ''] = cell.split('/')
    const box = await this.cell(student, column).boundingBox()
    if (!box) throw new Error(`${cell} is not on the screen`)
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }
}
