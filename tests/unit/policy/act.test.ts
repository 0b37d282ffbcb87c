import { describe, expect, test } from 'vitest'
import { type Amendment, type AmendmentState, type Slot, amendmentContent, nextAct } from '@hocba/shared/amendment'
import { canonicalJson } from '@hocba/shared/core'
import { cellKey, gridId } from '@hocba/shared/grid'

const amendment = (state: AmendmentState, done: readonly Slot[] = []): Amendment => ({
  id: 'a1',
  grid: gridId('2025', '6A', 'TOAN', 'HK1'),
  epoch: 2,
  changes: [{ cell: cellKey('6A-01', 'tx1'), before: 70, after: 75 }],
  reason: 'Nhập nhầm',
  requester: 'gv.toan',
  at: '2026-01-12T08:00:00+07:00',
  digest: 'not part of the content',
  state,
  parties: [
    { slot: 'witness1', user: 'phohieutruong', done: done.includes('witness1') },
    { slot: 'witness2', user: 'gv.van', done: done.includes('witness2') },
    { slot: 'approver', user: 'hieutruong', done: done.includes('approver') },
  ],
})

describe('who acts next', () => {
  test.each<[AmendmentState, readonly Slot[], readonly string[]]>([
    ['requested', [], ['phohieutruong witness', 'gv.van witness']],
    ['requested', ['witness1'], ['gv.van witness']],
    ['witnessed', ['witness1', 'witness2'], ['hieutruong approve']],
    ['approved', ['witness1', 'witness2', 'approver'], ['gv.toan apply']],
    ['applied', ['witness1', 'witness2', 'approver'], []],
    ['rejected', [], []],
    ['withdrawn', [], []],
  ])('AMEND-6 %s, done %j: %j', (state, done, acts) => {
    const people = ['gv.toan', 'phohieutruong', 'gv.van', 'hieutruong', 'quantri', 'quantrihocba']
    const one = amendment(state, done)
    expect(people.flatMap((user) => (nextAct(one, user) === null ? [] : [`${user} ${nextAct(one, user)}`]))).toEqual(acts)
  })

  test('AMEND-7 what is consented to is the content alone: progress does not change it', () => {
    const content = canonicalJson(amendmentContent(amendment('requested')))
    expect(canonicalJson(amendmentContent(amendment('approved', ['witness1', 'witness2', 'approver'])))).toBe(content)
    expect(canonicalJson(amendmentContent({ ...amendment('requested'), reason: 'khác' }))).not.toBe(content)
    expect(content).not.toContain('not part of the content')
  })
})
