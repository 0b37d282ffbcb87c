import type { BrowserContext, Page } from 'playwright-core'
import { call, signIn } from '../../support/school.ts'

export interface Line {
  readonly seq: number
  readonly actor: string
  readonly cell: string | null
  readonly after: number | string | null
}

/** The log of a grid as the server tells it. */
export async function history(url: string, grid: string, user = 'gv.toan'): Promise<readonly Line[]> {
  return (await (await signIn(url, user)).get<readonly Line[]>(`/api/grids/${grid}/history`)).body
}

/** What was written into a cell, by whom, in order. */
export async function written(
  url: string,
  grid: string,
  cell: string,
  user?: string,
): Promise<readonly (readonly [string, number | string | null])[]> {
  return (await history(url, grid, user)).filter((line) => line.cell === cell).map(({ actor, after }) => [actor, after])
}

const cookieName = 'hocba_session'

/** The server forgets the session of this browser, which still has its cookie. */
export async function endSession(context: BrowserContext, url: string): Promise<void> {
  const cookie = (await context.cookies()).find(({ name }) => name === cookieName)
  await call(url, 'DELETE', '/api/session', undefined, cookie?.value)
}

/** Somebody else signs in with the same browser, and no window of it has noticed. */
export async function takeOver(context: BrowserContext, url: string, user: string): Promise<void> {
  const { token } = await signIn(url, user)
  await context.addCookies([{ name: cookieName, value: token, url, httpOnly: true, sameSite: 'Lax' }])
}

/** The renderer dies as in a crash or when the system runs out of memory: no event, no last word. */
export async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const gone = page.waitForEvent('crash')
  session.send('Page.crash').catch(() => undefined) // nobody is left to answer
  await gone
  await page.close()
}

/** Every state that the status line passes through from now on. */
export async function watchStates(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const states: string[] = []
    Object.assign(globalThis, { seenStates: states })
    const note = (): void => {
      const state = document.querySelector('[role=status][data-state]')?.getAttribute('data-state')
      if (typeof state === 'string' && states.at(-1) !== state) states.push(state)
    }
    note()
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-state'] })
  })
  return () => page.evaluate(() => (globalThis as unknown as { seenStates: readonly string[] }).seenStates)
}
