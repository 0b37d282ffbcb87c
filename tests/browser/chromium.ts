import { type Browser, type BrowserContext, type BrowserContextOptions, type LaunchOptions, chromium } from 'playwright-core'
import { demoPassword } from '../support/school.ts'
import { toolPath } from '../support/tools.ts'

/** What Playwright turns off itself, for the last list wins, and the address bar that is a page: it costs as much as ours, a window each. */
const features = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
]

export const chromiumOptions = (): LaunchOptions => ({
  executablePath: toolPath('chromium'),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--disable-features=${features.join(',')}`,
  ],
})

export const launchChromium = (): Promise<Browser> => chromium.launch(chromiumOptions())

interface Holder {
  readonly url: string
  readonly user: string
}

/** A browser of its own for somebody who is signed in; the sign-in page has tests of its own (DESK-1, OFFLINE-6, IDENT-90). */
export async function newContext(browser: Browser, holder?: Holder, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1280, height: 800 }, ...options })
  if (holder === undefined) return context
  const answer = await context.request.post(`${holder.url}/api/session`, {
    data: { username: holder.user, password: demoPassword },
    headers: { 'user-agent': `Mozilla/5.0 (X11; Linux x86_64) Chrome/${browser.version()} Safari/537.36` },
  })
  if (!answer.ok()) throw new Error(`${holder.user} could not sign in: ${await answer.text()}`)
  return context
}
