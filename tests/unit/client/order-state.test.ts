import { describe, expect, it } from 'vitest'
import type { GridLine, Order } from '../../../client/src/app/answers.ts'
import { gridsOf, isOpenOrder, pendingGrids } from '../../../client/src/orders/order-state.ts'

const line = (id: string, state: GridLine['state'] = 'open'): GridLine => ({
  id,
  className: id.slice(5, 7),
  subject: 'TOAN',
  subjectName: 'Toán',
  kind: 'scored',
  term: id.endsWith('HK1') ? 'HK1' : 'HK2',
  state,
  epoch: 0,
  version: 0,
  canWrite: false,
  filled: 0,
  total: 240,
  teachers: [],
})

const order = (over: Partial<Order>): Order => ({
  id: 'o1',
  action: 'freeze',
  grids: [],
  transcripts: [],
  scope: { class: '6A' },
  reason: 'Kết thúc học kì',
  by: 'hieutruong',
  at: '2026-01-10T08:00:00+07:00',
  executed: [],
  ...over,
})

const grids = [line('2025-6A.TOAN.HK1'), line('2025-6A.TOAN.HK2', 'locked'), line('2025-6B.TOAN.HK1', 'frozen')]
const idsOf = (lines: readonly GridLine[]): readonly string[] => lines.map(({ id }) => id)
const now = Date.parse('2026-01-11T00:00:00Z')

describe('DESK-10 orders', () => {
  it.each([
    [{ class: '6A' }, ['2025-6A.TOAN.HK1', '2025-6A.TOAN.HK2']],
    [{ class: '6A', term: 'HK1' as const }, ['2025-6A.TOAN.HK1']],
    [{ year: '2025-2026' }, idsOf(grids)],
    [{ year: '2024' }, []],
    [{ grids: ['2025-6B.TOAN.HK1'] }, ['2025-6B.TOAN.HK1']],
    [{ transcripts: ['t1'] }, []],
  ])('DESK-10 the scope %o names %o', (scope, expected) => {
    expect(idsOf(gridsOf(order({ scope }), grids))).toEqual(expected)
  })

  it.each([
    ['lock', ['2025-6A.TOAN.HK1']],
    ['unlock', ['2025-6A.TOAN.HK2']],
    ['freeze', ['2025-6A.TOAN.HK1', '2025-6A.TOAN.HK2']],
    ['issue', []],
  ] as const)('DESK-10 an order to %s is pending on the grids whose state it would change', (action, expected) => {
    expect(idsOf(pendingGrids(order({ action, scope: { year: '2025' } }), grids))).toEqual(expected)
  })

  it('DESK-10 what was executed is pending no more, and with nothing pending the order is closed', () => {
    const executed = ['2025-6A.TOAN.HK1', '2025-6A.TOAN.HK2']
    expect(pendingGrids(order({ executed }), grids)).toEqual([])
    expect(isOpenOrder(order({ executed }), grids, now)).toBe(false)
    expect(isOpenOrder(order({}), grids, now)).toBe(true)
  })

  it('DESK-10 an expired order is closed', () => {
    expect(isOpenOrder(order({ until: '2026-01-10T23:59:59+07:00' }), grids, now)).toBe(false)
    expect(isOpenOrder(order({ until: '2026-01-12T23:59:59+07:00' }), grids, now)).toBe(true)
  })
})
