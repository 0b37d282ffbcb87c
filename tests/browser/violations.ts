import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Checker {
  run(options: object): Promise<{ readonly violations: readonly Violation[] }>
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly string[] }[]
}

const rules = {
  all: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  /** What may differ from look to look, for the looks change nothing but colours. */
  colour: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
}

/** What axe finds, as `rule: place`; axe is put into the page past its content policy, as an extension would. */
export async function violations(page: Page, kind: keyof typeof rules = 'all'): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  return page.evaluate(async (runOnly) => {
    const { axe: checker } = globalThis as unknown as { readonly axe: Checker }
    const found = await checker.run({ runOnly, resultTypes: ['violations'] })
    return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))
  }, rules[kind])
}
