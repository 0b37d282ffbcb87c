import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const check = fileURLToPath(new URL('../bin/check.mjs', import.meta.url))

/** The output of the tool, or nothing when it is content: what failed is then read in the report of the test. */
function complaints(name: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [check, name], { encoding: 'utf8' })
  return status === 0 ? '' : `${stdout}${stderr}`
}

test('CODE-1 the types of every package fit', () => {
  expect(complaints('types')).toBe('')
})

test('CODE-2 the linter, with types, has nothing to say', () => {
  expect(complaints('lint')).toBe('')
})

test('CODE-3 the layout of the code is the formatter’s', () => {
  expect(complaints('format')).toBe('')
})

test('CODE-4 nobody imports whom the architecture forbids', () => {
  expect(complaints('layers')).toBe('')
})
