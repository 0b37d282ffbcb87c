import { describe, expect, test } from 'vitest'
import { type Signer, type SigningRole, dueSigners, fieldName, inSigningOrder, isSigningRole } from '@hocba/shared/signing'

const signer = (role: SigningRole, person: string): Signer => ({ role, person, name: person, title: role, uid: `CCCD:${person}` })

/** The five signatures of the natural sciences, whose two teachers share a grid. */
const khtn = inSigningOrder([
  signer('organisation', 'vanthu'),
  signer('subject-teacher', 'gv.khtn2'),
  signer('principal', 'hieutruong'),
  signer('homeroom-teacher', 'gv.van'),
  signer('subject-teacher', 'gv.khtn1'),
])

describe('the order of signing (001 art. 12)', () => {
  test('ORDER-1 by role, subject teachers among themselves by account id', () => {
    expect(khtn.map(({ person }) => person)).toEqual(['gv.khtn1', 'gv.khtn2', 'gv.van', 'hieutruong', 'vanthu'])
  })

  test.each<[readonly number[], readonly number[]]>([
    [[], [0, 1]],
    [[0], [1]],
    [[1], [0]],
    [[0, 1], [2]],
    [[0, 1, 2], [3]],
    [[0, 1, 2, 3], [4]],
    [[0, 1, 2, 3, 4], []],
  ])('ORDER-2 with %j done, %j are due', (done, due) => {
    expect(dueSigners(khtn, new Set(done))).toEqual(due)
  })

  test('ORDER-2 a later signature without the earlier ones opens nothing', () => {
    expect(dueSigners(khtn, new Set([4]))).toEqual([0, 1])
  })

  test('ORDER-3 the fields of the PDF are named by role, and subject teachers by number', () => {
    expect(khtn.map((_, index) => fieldName(khtn, index))).toEqual(['CKS_gvbm_1', 'CKS_gvbm_2', 'CKS_gvcn', 'CKS_ht', 'CKS_dv'])
    expect(() => fieldName(khtn, 5)).toThrow(RangeError)
    expect(fieldName(khtn.slice(2), 0)).toBe('CKS_gvcn')
  })

  test('ORDER-1 the order does not depend on the order given', () => {
    expect(inSigningOrder(khtn.toReversed())).toEqual(khtn)
  })

  test('ORDER-1 four roles sign files', () => {
    expect(['subject-teacher', 'homeroom-teacher', 'principal', 'organisation'].every(isSigningRole)).toBe(true)
    expect(['clerk', 'vice-principal', ''].filter(isSigningRole)).toEqual([])
  })
})
