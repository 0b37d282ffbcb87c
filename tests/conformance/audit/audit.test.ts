import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hocba } from '../../support/terminal.ts'
import { type Tampered, chained, flipped, kindOf, leavesOf, randomOf, textsOf } from './flips.ts'
import { Forge, LogKey } from './forge.ts'
import { Forgeries } from './forgeries.ts'
import { type GoodExport, goodExport, lightExport } from './good-export.ts'
import { judge } from './judge.ts'

const seed = 20_261_122
let good: GoodExport
let light: { readonly forge: Forge; readonly key: LogKey }
let bytes: Buffer
let texts: readonly string[]
let folder: string

beforeAll(async () => {
  good = await goodExport()
  light = await lightExport(good)
  bytes = light.forge.bytes()
  texts = textsOf(bytes)
  folder = await mkdtemp(join(tmpdir(), 'hocba-audit-'))
})

afterAll(() => rm(folder, { recursive: true }))

const judged = (tampered: Buffer, notes?: readonly string[]) => judge(tampered, light.key.vkey, notes)

/** What the fault must say, in the words of a verifier's answer. */
const answerOf = ({ expected }: Tampered): object =>
  'whole' in expected
    ? expected
    : { whole: false, check: expected.check, place: Object.fromEntries(Object.entries(expected).filter(([name]) => name !== 'check')) }

describe('the export of a school that has lived through everything', () => {
  test('AUDIT-1 I13 is whole, offline, with the school’s key alone', async () => {
    const { code, out, errors } = await hocba(['audit', 'verify', good.file, '--key', good.key])
    expect([code, errors]).toEqual([0, ''])
    expect(out).toContain('✓ file.content')
    expect(out).toContain('NGUYÊN VẸN')
  })

  test('AUDIT-2 says how far the school’s key vouches, and that later entries are no fault', async () => {
    const forge = new Forge(light.forge.lines).checkpoints(light.key, 7)
    expect(await judged(forge.bytes())).toMatchObject({ whole: true, size: 7, entries: light.forge.head.size })
  })

  test('AUDIT-3 a fault is one line with its place, exit 1; a wrong key is refused', async () => {
    const file = join(folder, 'tampered.txt')
    const tampered = await readFile(good.file)
    const at = Math.floor(tampered.length / 2)
    tampered[at] = (tampered[at] ?? 0) ^ 1
    await writeFile(file, tampered)
    const line = tampered.subarray(0, at).filter((octet) => octet === 10).length + 1
    const { code, out, errors } = await hocba(['audit', 'verify', file, '--key', good.key])
    expect([code, errors]).toEqual([1, `hocba: ${file}: KHÔNG NGUYÊN VẸN: line.chain ở dòng ${line}`])
    expect(out).toContain('✗ line.chain')
    const stranger = join(folder, 'stranger.vkey')
    await writeFile(stranger, new LogKey(light.key.name).vkey)
    expect((await hocba(['audit', 'verify', good.file, '--key', stranger])).errors).toContain('checkpoint.note ở dòng')
    expect((await hocba(['audit', 'verify', good.file, '--key', good.file])).errors).toContain('[request.invalid]')
  })
})

describe(`bytes and lines changed, the hashes of lines left alone (seed ${seed})`, () => {
  const random = randomOf(seed)

  test('AUDIT-4 I13 any flipped byte is found in its line', async () => {
    const ends = [...texts.keys()].reduce<number[]>((all, at) => [...all, (all.at(-1) ?? 0) + Buffer.byteLength(texts[at] ?? '') + 66], [])
    for (const type of [
      'head',
      'actor',
      'checkpoint',
      'entry',
      'snapshot',
      'order',
      'amendment',
      'grid',
      'transcript',
      'file',
      'register',
      'end',
    ]) {
      const ofType = [...texts.keys()].filter((at) => JSON.parse(texts[at] ?? '').type === type)
      const at = ofType[random(ofType.length)] ?? 0
      const [start, end] = [ends[at - 1] ?? 0, ends[at] ?? 0]
      for (const place of [start, start + random(end - start), end - 67, end - 66, end - 1 - random(64), end - 1]) {
        const tampered = Buffer.from(bytes)
        tampered[place] = (tampered[place] ?? 0) ^ (1 << random(8))
        expect(await judged(tampered), `${type}, byte ${place}`).toEqual({ whole: false, check: 'line.chain', place: { line: at + 1 } })
      }
    }
  }, 300_000)

  test('AUDIT-5 I13 a line missing, doubled or in another place is found there', async () => {
    const lines = bytes.toString('utf8').split('\n').slice(0, -1)
    const join = (all: readonly (string | undefined)[]): Buffer => Buffer.from(`${all.join('\n')}\n`)
    const at = 100 + random(lines.length - 200)
    const chain = (line: number) => ({ whole: false, check: 'line.chain', place: { line } })
    expect(await judged(join(lines.toSpliced(at, 1)))).toEqual(chain(at + 1))
    expect(await judged(join(lines.toSpliced(at, 0, lines[at] ?? '')))).toEqual(chain(at + 2))
    expect(await judged(join(lines.toSpliced(at, 2, lines[at + 1] ?? '', lines[at] ?? '')))).toEqual(chain(at + 1))
    expect(await judged(join(lines.slice(0, -1)))).toEqual({ whole: false, check: 'line.end', place: { line: lines.length } })
    expect(await judged(join([...lines, lines.at(-1)]))).toEqual({ whole: false, check: 'line.end', place: { line: lines.length + 1 } })
    expect(await judged(bytes.subarray(0, -1))).toEqual({ whole: false, check: 'line.chain', place: { line: lines.length } })
    expect(await judged(Buffer.alloc(0))).toEqual({ whole: false, check: 'line.end', place: { line: 1 } })
  })
})

describe(`values changed, the hashes of lines made to fit (seed ${seed})`, () => {
  test('AUDIT-6 I13 every kind of field is found', async () => {
    const random = randomOf(seed)
    const kinds = new Map<string, { at: number; path: readonly (string | number)[] }[]>()
    for (const [at, text] of texts.entries()) {
      const { type } = JSON.parse(text) as { type: string }
      for (const path of leavesOf(JSON.parse(text))) {
        const kind = `${type}: ${kindOf(path)}`
        kinds.set(kind, [...(kinds.get(kind) ?? []).slice(-40), { at, path }])
      }
    }
    expect(kinds.size).toBeGreaterThan(120)
    const missed = []
    for (const [kind, places] of kinds) {
      const { at, path } = places[random(places.length)] ?? { at: 0, path: [] }
      const tampered = chained(texts.with(at, flipped(texts[at] ?? '', path, random)))
      const answer = await judged(tampered)
      const near =
        !answer.whole &&
        (answer.place.line === at + 1 || (/^(entry|head):/.test(kind) && (answer.place.line > at || isAbove(answer.check))))
      if (!near) missed.push({ kind, line: at + 1, answer })
    }
    expect(missed).toEqual([])
  }, 600_000)

  test('AUDIT-7 an entry missing, doubled or in another place is found there', async () => {
    const lines = [...texts.keys()].filter((at) => JSON.parse(texts[at] ?? '').type === 'entry')
    const at = lines[20] ?? 0
    const found = (entry: number, line: number) => ({ whole: false, check: 'entry.index', place: { line, entry } })
    expect(await judged(chained(texts.toSpliced(at, 1)))).toEqual(found(20, at + 1))
    expect(await judged(chained(texts.toSpliced(at, 0, texts[at] ?? '')))).toEqual(found(21, at + 2))
    expect(await judged(chained(texts.toSpliced(at, 2, texts[at + 1] ?? '', texts[at] ?? '')))).toEqual(found(20, at + 1))
  })
})

/** Faults of the whole tree stand in the head or in a checkpoint. */
const isAbove = (check: string): boolean => ['tree.root', 'checkpoint.root', 'head.event', 'head.line'].includes(check)

describe('forged by somebody who makes every hash fit', () => {
  test('AUDIT-8 I11 I13 each forgery is refused by the check that knows it, at its place', async () => {
    const answers = []
    for (const forgery of new Forgeries(light.forge, light.key).all()) {
      const answer = await judged(forgery.bytes, forgery.notes)
      answers.push({ forgery, answer })
    }
    expect(answers.length).toBeGreaterThan(40)
    for (const { forgery, answer } of answers) expect.soft(answer, forgery.name).toMatchObject(answerOf(forgery))
  }, 300_000)
})
