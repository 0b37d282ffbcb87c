import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { Arsenal, bombs } from '../../fuzz/attack/attacks.ts'
import { makeBases } from '../../fuzz/attack/bases.ts'
import { harmlessFiles } from '../../fuzz/attack/harmless.ts'
import { Judge, limits } from '../../fuzz/attack/judge.ts'
import { numbered, siege } from '../../fuzz/attack/run.ts'
import { clock } from '../../support/school-keys.ts'

const bases = await makeBases()
const arsenal = new Arsenal(bases)
const judge = new Judge(fileURLToPath(new URL('../../..', import.meta.url)), bases.school.trust, clock)
const seed = 20_260_620
const combinations = 120

afterAll(() => judge.close())

describe(`attacks of seed ${seed}, each in a process of ${limits.mebibytes} MiB, within ${limits.milliseconds} ms of the processor`, () => {
  it(`VERIFY-36 every step by itself and ${combinations} combinations: no file is accepted, none costs too much`, async () => {
    const outcome = await siege(judge, numbered(arsenal, seed, 0, arsenal.steps + combinations))
    expect(outcome.survivors).toEqual([])
    expect(outcome.attacks).toBeGreaterThan(arsenal.steps)
    expect(outcome.lines.size).toBeGreaterThan(12)
  })

  it('VERIFY-36 no bomb is accepted, none costs too much', async () => {
    const outcome = await siege(
      judge,
      bombs.map((_, n) => arsenal.bomb(seed, n)),
    )
    expect(outcome.survivors).toEqual([])
    expect(outcome.attacks).toBe(bombs.length)
  })

  it('VERIFY-37 files that only look unusual are valid', async () => {
    const files = await harmlessFiles(bases)
    const refused: string[] = []
    for (const { name, file } of files) {
      const { verdict, failed } = await judge.judge(file)
      if (verdict !== 'valid') refused.push(`${name}: ${verdict} by ${failed.join()}`)
    }
    expect(refused).toEqual([])
    expect(files.length).toBeGreaterThan(30)
  })
})
