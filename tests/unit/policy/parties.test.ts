import { describe, expect, test } from 'vitest'
import { type Office, partiesOf, phanChauTrinh } from '@hocba/shared/policy'

const staff: Readonly<Record<Office, string>> = {
  principal: 'hieutruong',
  'vice-principal': 'phohieutruong',
  'homeroom-teacher': 'gv.van',
  registrar: 'hocvu',
  'records-officer': 'quantrihocba',
}

const parties = (requester: string, options: { readonly delegated?: boolean; readonly vacant?: Office } = {}) => {
  const holder = (office: Office): string | undefined => (office === options.vacant ? undefined : staff[office])
  return partiesOf(phanChauTrinh, requester, holder, options.delegated ?? false)
}

const three = (witness1: string, witness2: string, approver: string) => ({
  ok: true,
  value: [
    { slot: 'witness1', user: witness1, done: false },
    { slot: 'witness2', user: witness2, done: false },
    { slot: 'approver', user: approver, done: false },
  ],
})

describe('the parties of an amendment (004 II.2)', () => {
  test('AMEND-3 the principal approves; the vice-principal and the homeroom teacher witness', () => {
    expect(parties('gv.toan')).toEqual(three('phohieutruong', 'gv.van', 'hieutruong'))
  })

  test('AMEND-4 where the requester is the homeroom teacher, the registrar witnesses', () => {
    expect(parties('gv.van')).toEqual(three('phohieutruong', 'hocvu', 'hieutruong'))
  })

  test('AMEND-5 the vice-principal approves by delegation; the records officer then takes the witness slot', () => {
    expect(parties('gv.toan', { delegated: true })).toEqual(three('quantrihocba', 'gv.van', 'phohieutruong'))
  })

  test('AMEND-4 a vacant office without a substitute stops the request and names the slot', () => {
    expect(parties('gv.toan', { vacant: 'vice-principal' })).toEqual({ ok: false, error: 'witness1' })
    expect(parties('gv.toan', { vacant: 'principal' })).toEqual({ ok: false, error: 'approver' })
    expect(parties('gv.toan', { vacant: 'homeroom-teacher' })).toEqual(three('phohieutruong', 'hocvu', 'hieutruong'))
  })

  test('AMEND-3 nobody holds two slots, and the requester none', () => {
    for (const requester of [...Object.values(staff), 'gv.toan']) {
      for (const delegated of [false, true]) {
        const answer = parties(requester, { delegated })
        const users = answer.ok ? answer.value.map(({ user }) => user) : []
        expect(new Set([requester, ...users]).size).toBe(users.length + 1)
      }
    }
  })
})
