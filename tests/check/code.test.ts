import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { textOf } from './sources.ts'

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

test('CODE-10 the lock file lists the builds of every platform, so that npm ci accepts it', () => {
  const { packages } = JSON.parse(textOf('package-lock.json')) as {
    readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>
  }
  const listed = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)))
  const named = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
  expect(named.filter((name) => !listed.has(name))).toEqual([])
})
