import { faults } from '@hocba/shared/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type RunningSchool, type Signed, freeze, signIn, startSchool } from '../support/school.ts'
import { Writer } from '../support/writer.ts'

let school: RunningSchool

beforeAll(async () => {
  school = await startSchool({ agent: false })
})

afterAll(() => school.stop())

interface Grid {
  readonly history: readonly { readonly seq: number }[]
  readonly cells: Readonly<Record<string, unknown>>
}

/** The grid as a person who has just joined sees it. */
async function seen(person: Signed, grid: string): Promise<Grid> {
  const { body: history } = await person.get<Grid['history']>(`/api/grids/${grid}/history`)
  const reader = await Writer.join(school, person, grid, 1)
  const cells = reader.doc.getMap('cells').toJSON()
  reader.close()
  return { history, cells }
}

/** One edit by a client of its own; the answer of the server and how the grid was before and after. */
async function refusedEdit(user: string, grid: string, cell: string, value: unknown) {
  const person = await signIn(school.url, user)
  const before = await seen(person, grid)
  const writer = await Writer.join(school, person, grid, 1)
  const refusal = writer.refusal()
  writer.doc.getMap('cells').set(cell, value)
  const { code, cells, message } = await refusal
  writer.close()
  expect(await seen(person, grid)).toEqual(before)
  return { code, cells, message }
}

const refusal = (code: keyof typeof faults, cells: readonly string[]) => ({ code, cells, message: faults[code].vi })

describe('a wrong value is refused with its cell and a sentence, and changes nothing', () => {
  test.each([101, -1, 8.5, 1e9, '8', '8,5', 'D', '', true, { mark: 8 }, [8]].map((value) => [JSON.stringify(value), value]))(
    'BAD-1 a mark that is %s',
    async (_, value) => {
      const cell = '6A-01/tx1'
      expect(await refusedEdit('gv.toan', '2025-6A.TOAN.HK2', cell, value)).toEqual(refusal('value.invalid', [cell]))
    },
  )

  test.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['undefined', undefined],
    ['a big integer', 8n],
  ])('BAD-1 a mark that is %s', async (_, value) => {
    const cell = '6A-01/tx1'
    expect(await refusedEdit('gv.toan', '2025-6A.TOAN.HK2', cell, value)).toEqual(refusal('value.invalid', [cell]))
  })

  test.each([
    ['a comment', 'gv.gdtc', '2025-6A.GDTC.HK2', '6A-01/tx1', 'T'],
    ['a comment', 'gv.gdtc', '2025-6A.GDTC.HK2', '6A-01/tx1', 'Đ'],
    ['a comment', 'gv.gdtc', '2025-6A.GDTC.HK2', '6A-01/tx1', 80],
    ['conduct', 'gv.van', '2025-6A.GVCN.HK2', '6A-01/rl', 'G'],
    ['conduct', 'gv.van', '2025-6A.GVCN.HK2', '6A-01/rl', 5],
    ['absences', 'gv.van', '2025-6A.GVCN.HK2', '6A-01/nghi', 401],
    ['absences', 'gv.van', '2025-6A.GVCN.HK2', '6A-01/nghi', 0.5],
    ['absences', 'gv.van', '2025-6A.GVCN.HK2', '6A-01/nghi', 'T'],
  ])('BAD-2 %s (%s %s %s) that is %s', async (_, user, grid, cell, value) => {
    expect(await refusedEdit(user, grid, cell, value)).toEqual(refusal('value.invalid', [cell]))
  })

  test.each([
    ['a shared type', () => new Y.Map()],
    ['a text', () => new Y.Text('8')],
    ['bytes', () => new Uint8Array([8])],
  ])('BAD-3 %s instead of a value has a shape that is not permitted', async (_, value) => {
    const answer = await refusedEdit('gv.toan', '2025-6A.TOAN.HK2', '6A-01/tx1', value())
    expect(answer).toMatchObject({ code: 'update.shape', message: faults['update.shape'].vi })
  })

  test.each([
    ['an unknown column', '6A-01/tx9'],
    ['a computed column', '6A-01/tb'],
    ['a column of another kind of grid', '6A-01/rl'],
    ['an unknown student', '6A-99/tx1'],
    ['a student of another class', '6B-01/tx1'],
    ['a personal id', '001214000001/tx1'],
    ['no cell at all', 'tx1'],
    ['an empty key', ''],
    ['a name of Object.prototype', '6A-01/__proto__'],
  ])('BAD-4 %s', async (_, cell) => {
    expect(await refusedEdit('gv.toan', '2025-6A.TOAN.HK2', cell, 80)).toEqual(refusal('cell.unknown', [cell]))
  })

  test('BAD-5 one wrong cell among good ones refuses all of them', async () => {
    const person = await signIn(school.url, 'gv.toan')
    const grid = '2025-6A.TOAN.HK2'
    const before = await seen(person, grid)
    const writer = await Writer.join(school, person, grid, 1)
    const refused = writer.refusal()
    writer.doc.transact(() => {
      writer.doc.getMap('cells').set('6A-02/tx1', 70)
      writer.doc.getMap('cells').set('6A-03/tx1', 700)
    })
    expect(await refused).toMatchObject(refusal('value.invalid', ['6A-03/tx1']))
    writer.close()
    expect(await seen(person, grid)).toEqual(before)
  })

  test('BAD-6 a locked grid, and the same grid frozen', async () => {
    const grid = '2025-6A.TOAN.HK1'
    const [principal, officer] = [await signIn(school.url, 'hieutruong'), await signIn(school.url, 'quantrihocba')]
    const order = await principal.post<{ id: string }>('/api/orders', { action: 'lock', scope: { grids: [grid] }, reason: 'Hết hạn nhập' })
    expect((await officer.post(`/api/grids/${grid}/lock`, { order: order.body.id })).status).toBe(200)
    expect(await refusedEdit('gv.toan', grid, '6A-01/tx1', 11)).toEqual(refusal('grid.locked', ['6A-01/tx1']))
    const [frozen] = await freeze(school, [grid])
    expect(frozen?.status).toBe(200)
    expect(await refusedEdit('gv.toan', grid, '6A-01/tx1', 11)).toEqual(refusal('grid.frozen', ['6A-01/tx1']))
  })
})
