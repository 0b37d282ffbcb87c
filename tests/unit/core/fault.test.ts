import { describe, expect, test } from 'vitest'
import { Fault, type FaultCode, faults, isFaultCode } from '@hocba/shared/core'

const codes = Object.keys(faults) as FaultCode[]

describe('the registry of codes', () => {
  test.each(codes)('FAULT-1 %s has a status and a sentence in Vietnamese and in English', (code) => {
    const { status, vi, en } = faults[code]
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
    expect(vi).toMatch(/^\p{Lu}.*\.$/u)
    expect(vi).toMatch(/[À-ỹ]/)
    expect(vi).toBe(vi.normalize('NFC'))
    expect(en).toMatch(/^[A-Z].*\.$/)
  })

  test.each(codes)('FAULT-2 %s is written in small letters with a dot between subject and reason', (code) => {
    expect(code).toMatch(/^[a-z]+(\.[a-z-]+)?$/)
    expect(isFaultCode(code)).toBe(true)
  })

  test('FAULT-2 a name of Object.prototype is no code', () => {
    expect(isFaultCode('toString')).toBe(false)
  })

  test('FAULT-3 a fault carries its code, its place and its cause', () => {
    const cause = new Error('disk')
    const fault = new Fault('grid.incomplete', { detail: 'Còn 2 ô trống.', extra: { cells: ['6A-01/ck'] }, cause })
    expect(fault).toMatchObject({ code: 'grid.incomplete', status: 409, message: 'Còn 2 ô trống.', extra: { cells: ['6A-01/ck'] } })
    expect(fault.cause).toBe(cause)
    expect(new Fault('limit').message).toBe(faults.limit.vi)
  })
})
