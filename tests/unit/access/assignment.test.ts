import { expect, test } from 'vitest'
import { type Assignment, inForce, isPersonalId, maskPersonalId, maskPersonalIds } from '@hocba/shared/school'

const assignment: Assignment = { person: 'gv.toan', from: '2025-09-05', until: '2026-01-15', kind: 'homeroom', class: '6B' }

test.each([
  ['2025-09-04', 0],
  ['2025-09-05', 1],
  ['2026-01-15', 1],
  ['2026-01-16', 0],
])('ACCESS-7 on %s an assignment from 5 September to 15 January counts %i times', (day, count) => {
  expect(inForce([assignment], day)).toHaveLength(count)
})

test('ACCESS-7 an assignment without an end lasts', () => {
  const { until: _, ...lasting } = assignment
  expect(inForce([lasting], '2099-01-01')).toEqual([lasting])
})

test('ACCESS-8 a personal id has twelve digits and is shown masked', () => {
  expect(isPersonalId('079212000015')).toBe(true)
  expect(['07921200001', '0792120000155', '07921200001a', ' 079212000015'].filter(isPersonalId)).toEqual([])
  expect(maskPersonalId('079212000015')).toBe('079********5')
  expect(maskPersonalIds('{"time":1790000000000,"pid":"079212000015","url":"/079212000015?x=0792120000155"}')).toBe(
    '{"time":1790000000000,"pid":"079********5","url":"/079********5?x=0792120000155"}',
  )
})
