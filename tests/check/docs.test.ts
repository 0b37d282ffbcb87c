import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { actions, roles } from '@hocba/shared/access'
import { amendmentMachine } from '@hocba/shared/amendment'
import { faults } from '@hocba/shared/core'
import { windowMachine } from '@hocba/shared/grid'
import { transcriptMachine } from '@hocba/shared/issue'
import { jobMachine, signingRoles } from '@hocba/shared/signing'
import { closeCode, messageType } from '@hocba/shared/wire'
import { documentsOf, root, rulesOf, sourcesBelow, textOf } from './sources.ts'

const protocol = textOf('shared/docs/PROTOCOL.md')
const glossary = textOf('shared/docs/GLOSSARY.md')

/** The first two cells of each table row below a heading. */
function rowsBelow(text: string, heading: string): readonly string[] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return section.match(/^\| `.*$/gm)?.map((row) => row.split(' | ').slice(0, 2).join(' ').slice(2)) ?? []
}

describe('PROTOCOL', () => {
  test('DOCS-1 lists every code of the registry with its status, and no other', () => {
    const expected = Object.entries(faults).map(([code, { status }]) => `\`${code}\` ${status}`)
    expect(rowsBelow(protocol, 'Codes').toSorted()).toEqual(expected.toSorted())
  })

  test.each(Object.entries({ ...messageType, ...closeCode }))('DOCS-2 names %s with its number', (name, number) => {
    expect(protocol).toContain(`| ${number} | ${name} |`)
  })
})

describe('SPEC', () => {
  const rows = [...textOf('shared/docs/SPEC.md').matchAll(/^\| (I\d+) \| .* \| (.*) \|$/gm)].map(([, number = '', where = '']) => ({
    number,
    files: [...where.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''),
  }))

  test('DOCS-6 lists the twenty-four invariants', () => {
    expect(rows.map((row) => row.number)).toEqual(Array.from({ length: 24 }, (_, index) => `I${index + 1}`))
  })

  test.each(rows.filter((row) => row.number !== 'I21'))('DOCS-6 $number is proved where the table says', ({ number, files }) => {
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) expect(textOf(file), file).toMatch(new RegExp(`\\b${number}\\b`))
  })
})

describe('GLOSSARY', () => {
  const machines = [windowMachine, amendmentMachine, jobMachine, transcriptMachine]
  const words = [...roles, ...actions, ...signingRoles, ...machines.flatMap((machine) => Object.keys(machine))]

  test.each([...new Set(words)])('DOCS-3 explains %s', (word) => {
    expect(glossary).toContain(`\`${word}\``)
  })
})

describe('README and its neighbours', () => {
  const scripts = (JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> }).scripts

  test('DOCS-4 every npm command that a document names exists', () => {
    const named = documentsOf().flatMap((path) => [
      ...textOf(path).matchAll(/\bnpm (?:run (?:-s )?)?(start|test|check|bench|fuzz|hocba|format|build)\b/g),
    ])
    const names = [...new Set(named.map((match) => match[1] ?? ''))]
    expect(names).toContain('hocba')
    expect(names.filter((name) => scripts[name] === undefined)).toEqual([])
    for (const script of Object.values(scripts)) {
      for (const file of script.match(/\S+\.mjs/g) ?? []) expect(existsSync(join(root, file)), file).toBe(true)
    }
  })

  test('DOCS-4 every subcommand that a document names exists', () => {
    const named = documentsOf().flatMap((path) =>
      [...textOf(path).matchAll(/npm run -s hocba -- ([a-z]+)/g)].map((match) => match[1] ?? ''),
    )
    const defined = sourcesBelow('sync-server/src/cli').map(textOf).join('\n')
    expect([...new Set(named)].filter((name) => !defined.includes(`command('${name}`))).toEqual([])
  })

  test('DOCS-4 every link between documents leads to a file', () => {
    const broken = documentsOf().flatMap((path) =>
      [...textOf(path).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map((match) => match[1] ?? '')
        .filter((link) => !/^[a-z]+:/.test(link) && !existsSync(join(root, dirname(path), link)))
        .map((link) => `${path}: ${link}`),
    )
    expect(broken).toEqual([])
  })

  test('DOCS-5 every rule that a test carries is written down', () => {
    const known = new Set(documentsOf().flatMap((path) => rulesOf(textOf(path))))
    const carried = sourcesBelow('tests').filter((path) => path.endsWith('.test.ts'))
    const unknown = carried.flatMap((path) =>
      [...textOf(path).matchAll(/(?<=['"`])([A-Z]{2,}-\d+)(?= )/g)].map((match) => match[1] ?? '').filter((rule) => !known.has(rule)),
    )
    expect([...new Set(unknown)].toSorted()).toEqual([])
  })
})
