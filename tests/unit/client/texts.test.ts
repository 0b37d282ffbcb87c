import { describe, expect, it } from 'vitest'
import { boardText } from '../../../client/src/board/text.ts'
import { textsFor } from '../../../client/src/element/texts.ts'
import { gridText } from '../../../client/src/grid/text.ts'
import { remarkText } from '../../../client/src/remark/text.ts'
import * as pagesEn from '../../../client/src/text/en/index.ts'
import * as pagesVi from '../../../client/src/text/vi/index.ts'
import { workbookText } from '../../../client/src/workbook/text.ts'
import { sourcesBelow, textOf } from '../../check/sources.ts'

type Leaf = readonly [key: string, value: unknown]

/** Every text below a table by its path. */
function leavesOf(value: unknown, path = ''): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`))
}

/** A text with numbers in it is a function. */
const said = (value: unknown): string =>
  typeof value === 'function' ? String((value as (...parts: readonly unknown[]) => unknown)('1', '2', '3')) : String(value)

/** Without numbers, abbreviations of one letter and signs. */
const wordsOf = (text: string): number => text.split(/\s+/).filter((word) => /\p{L}{2}/u.test(word)).length

/** What a sentence is filled with: `{{name}}`, `<1>`. */
const parts = [/\{\{(\w+)\}\}/g, /<(\d)>/g] as const

/** Where a table is, and the table in each language. */
const tables = {
  'client/src/board/text.ts': [boardText('vi'), boardText('en')],
  'client/src/element/texts.ts': [textsFor('vi'), textsFor('en')],
  'client/src/grid/text.ts': [gridText('vi'), gridText('en')],
  'client/src/remark/text.ts': [remarkText('vi'), remarkText('en')],
  'client/src/workbook/text.ts': [workbookText('vi'), workbookText('en')],
  'client/src/text/en/index.ts': [pagesVi, pagesEn],
} as const

describe('texts', () => {
  it('LOOK-1 every table of the client is compared here', () => {
    const found = sourcesBelow('client/src').filter((path) => /\/texts?\.ts$/.test(path) && !path.endsWith('/text/text.ts'))
    expect(found.toSorted()).toEqual(
      Object.keys(tables)
        .filter((path) => !path.endsWith('index.ts'))
        .toSorted(),
    )
    const folder = (language: string): readonly string[] =>
      sourcesBelow(`client/src/text/${language}`).map((path) => path.split('/').at(-1) ?? '')
    expect(folder('en').toSorted()).toEqual(folder('vi').toSorted())
    expect(textOf('client/src/text/en/index.ts')).toBe(textOf('client/src/text/vi/index.ts'))
  })

  it.each(Object.entries(tables))('LOOK-1 %s has the same texts in Vietnamese and in English, none empty', (_path, [vi, en]) => {
    const [there, here] = [leavesOf(vi), leavesOf(en)]
    expect(here.map(([key]) => key).toSorted()).toEqual(there.map(([key]) => key).toSorted())
    const english = new Map(here)
    for (const [key, value] of there) {
      const other = english.get(key)
      expect(typeof other, key).toBe(typeof value)
      if (typeof value !== 'string' && typeof value !== 'function') continue
      expect(said(value).trim(), key).not.toBe('')
      expect(said(other).trim(), key).not.toBe('')
      for (const part of parts) {
        const named = (text: string): readonly string[] => [...text.matchAll(part)].map(([whole]) => whole).toSorted()
        if (typeof value === 'string') expect(named(said(other)), key).toEqual(named(value))
      }
    }
  })

  it.each(Object.entries(tables))('LOOK-1 %s: no sentence of three words or more was left untranslated', (_path, [vi, en]) => {
    const english = new Map(leavesOf(en))
    const same = leavesOf(vi).filter(([key, value]) => wordsOf(said(value)) >= 3 && said(value) === said(english.get(key)))
    expect(same.map(([key]) => key)).toEqual([])
  })
})
