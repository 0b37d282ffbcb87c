import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** What `npm test` prints last. */
export interface Summary {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/**
 * Counts the run into the file named by HOCBA_SUMMARY, so that tests/bin/test.mjs prints it after everything else has ended.
 * A file that could not be loaded, a suite whose hook failed and an error outside every test count as one failure each.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const file = process.env['HOCBA_SUMMARY']
    if (file === undefined) return
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(summarise(modules, errors)))
  }
}

function summarise(modules: readonly TestModule[], errors: readonly SerializedError[]): Summary {
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
  const count = (...wanted: readonly string[]): number => states.filter((state) => wanted.includes(state)).length
  const broken = modules.reduce((sum, module) => sum + module.errors().length, 0)
  const suites = modules.flatMap((module) => [...module.children.allSuites()]).reduce((sum, suite) => sum + suite.errors().length, 0)
  // A test still pending when the run ends was never run: that is no pass.
  return { passed: count('passed'), failed: count('failed', 'pending') + broken + suites + errors.length, skipped: count('skipped') }
}
