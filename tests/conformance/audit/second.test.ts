import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../../support/tools.ts'
import { type Tampered, chained, flipped, kindOf, leavesOf, randomOf, textsOf } from './flips.ts'
import { Forge, type LogKey } from './forge.ts'
import { Forgeries } from './forgeries.ts'
import { type GoodExport, goodExport, lightExport } from './good-export.ts'
import { type Judged, judge } from './judge.ts'
import { type Case, type SecondReport, second, secondOf } from './second.ts'
import { spellings } from './spellings.ts'

const seed = 20_261_122
const sampleOfFields = 40
const sampleOfForgedFields = 25

const inShort = (judged: Judged): string => (judged.whole ? 'whole' : `${judged.check} at line ${judged.place.line}`)
const secondInShort = ({ verdict, check, line }: SecondReport): string => (verdict === 'whole' ? 'whole' : `${check} at line ${line}`)

describeWith('python3', `a second verifier, written from AUDIT.md alone (seed ${seed})`, () => {
  let good: GoodExport
  let forge: Forge
  let key: LogKey
  let texts: readonly string[]
  let folder: string

  beforeAll(async () => {
    good = await goodExport()
    const light = await lightExport(good)
    key = light.key
    forge = light.forge
    texts = textsOf(forge.bytes())
    folder = await mkdtemp(join(tmpdir(), 'hocba-second-'))
  }, 300_000)

  afterAll(() => rm(folder, { recursive: true }))

  /** Both answers to each case, as `name: answer`; the cases share the notes beside them. */
  async function answersTo(cases: readonly Case[]): Promise<{ readonly first: readonly string[]; readonly second: readonly string[] }> {
    const exports = cases.map(({ bytes }) => bytes)
    const notes = cases[0]?.notes ?? []
    const running = secondOf(folder, exports, key, notes)
    const judged: string[] = []
    for (const bytes of exports) judged.push(inShort(await judge(bytes, key.vkey, notes)))
    const named = (answers: readonly string[]): readonly string[] => cases.map(({ name }, at) => `${name}: ${answers[at]}`)
    return { first: named(judged), second: named((await running).map(secondInShort)) }
  }

  async function agree(cases: readonly Case[]): Promise<readonly string[]> {
    const { first, second: other } = await answersTo(cases)
    expect(other).toEqual(first)
    return first
  }

  test('AUDIT-10 I13 finds the export whole with the school’s key, and names each check', async () => {
    const { code, reports, printed } = await second([good.file], good.key)
    expect([code, reports.map(secondInShort)]).toEqual([0, ['whole']])
    for (const check of ['line.chain', 'tree.root', 'grid.before', 'snapshot.values', 'transcript.values', 'register.state'])
      expect(printed).toContain(`ok    ${check}\n`)
    expect(inShort(await judge(await readFile(good.file), await readFile(good.key, 'utf8')))).toBe('whole')
    expect(await agree([{ name: 'the light export', bytes: forge.bytes() }])).toEqual(['the light export: whole'])
  }, 120_000)

  test('AUDIT-11 I11 I13 I14 agrees on every forgery, with and without old checkpoints', async () => {
    const alone: Tampered[] = []
    for (const forgery of new Forgeries(forge, key).all()) {
      if (forgery.notes) await agree([forgery])
      else alone.push(forgery)
    }
    expect(alone.length).toBeGreaterThan(35)
    await agree(alone)
  }, 300_000)

  test('AUDIT-12 I13 agrees on the place of changed fields whose line fits again', async () => {
    const random = randomOf(seed)
    const answers = await agree(
      Array.from({ length: sampleOfFields }, () => {
        const { at, path } = anyField(texts, random)
        return { name: `line ${at + 1} ${kindOf(path)}`, bytes: chained(texts.with(at, flipped(texts[at] ?? '', path, random))) }
      }),
    )
    expect(new Set(answers.map((answer) => answer.split(': ').at(-1)?.split(' ')[0])).size).toBeGreaterThan(6)
  }, 300_000)

  test('AUDIT-13 I13 agrees on changed fields of entries under a forged tree, signed again', async () => {
    const random = randomOf(seed + 1)
    const entries = texts.filter((text) => text.includes('"type":"entry"'))
    const cases = Array.from({ length: sampleOfForgedFields }, () => {
      const { at, path } = anyField(
        entries,
        random,
        (field) => !/^(index|salts|update)|^leaf.(changes|update|place.(prev|seq))/.test(field),
      )
      const forged = new Forge(forge.lines)
      const line = forged.lines.indexOf(forged.of('entry')[at] ?? forged.head)
      forged.lines[line] = JSON.parse(flipped(entries[at] ?? '', path, random)) as (typeof forged.lines)[number]
      forged.reseal().checkpoints(key, forged.head.size)
      return { name: `entry ${at} ${kindOf(path)}`, bytes: forged.bytes() }
    })
    const answers = await agree(cases)
    expect(new Set(answers.map((answer) => answer.split(': ').at(-1)?.split(' ')[0])).size).toBeGreaterThan(4)
  }, 300_000)

  test('AUDIT-14 agrees on other spellings of the same things', async () => {
    const answers = await agree([...spellings(forge, key, texts, forge.bytes())])
    expect(answers.filter((answer) => answer.endsWith(': whole'))).toEqual([])
    const names = answers.filter((answer) => /^a (free )?(member|student) (that is not|that no two|with a control)/.test(answer))
    expect(names.map((answer) => answer.split(': ').at(-1)?.split(' ')[0])).toEqual(Array(5).fill('line.json'))
  }, 120_000)
})

/** A field of a line: the kind of field first, so that rare kinds come as often as marks. */
function anyField(texts: readonly string[], random: (n: number) => number, wanted: (kind: string) => boolean = () => true) {
  const kinds = new Map<string, { readonly at: number; readonly path: readonly (string | number)[] }[]>()
  for (let tries = 0; tries < 60; tries += 1) {
    const at = random(texts.length)
    const line = JSON.parse(texts[at] ?? '') as { readonly type: string; readonly leaf?: { readonly kind: string } }
    const paths = [...leavesOf(line)].filter((path) => path[0] !== 'type' && wanted(kindOf(path)))
    const path = paths[random(paths.length)]
    const kind = `${line.type} ${line.leaf?.kind ?? ''} ${path ? kindOf(path) : ''}`
    if (path) kinds.set(kind, [...(kinds.get(kind) ?? []), { at, path }])
  }
  const places = [...kinds.values()][random(kinds.size)] ?? []
  return places[random(places.length)] ?? { at: 0, path: ['root'] }
}
