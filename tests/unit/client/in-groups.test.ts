import { expect, test } from 'vitest'
import { inGroups } from '../../../client/src/issue/in-groups.ts'

const items = Array.from({ length: 13 }, (_, index) => index)

test('ISSUE-11 a class is asked for six at a time, each once', async () => {
  const [asked, told]: [number[], number[]] = [[], []]
  await inGroups(
    items,
    async (item) => asked.push(item),
    (done) => told.push(done),
  )
  expect(asked).toEqual(items)
  expect(told).toEqual([0, 6, 12])
})

test('ISSUE-11 a refusal is told when all of its group are answered, and the next group is not asked for', async () => {
  const answered: number[] = []
  const ask = async (item: number): Promise<void> => {
    if (item === 7) throw new RangeError('refused')
    await new Promise((resolve) => setImmediate(resolve))
    answered.push(item)
  }
  await expect(inGroups(items, ask, () => undefined)).rejects.toThrow('refused')
  expect(answered).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11])
})
