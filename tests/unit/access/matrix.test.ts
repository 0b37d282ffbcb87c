import { describe, expect, test } from 'vitest'
import { type Action, type Actor, type Relation, type Role, type Target, actions, decide, isRole, roles } from '@hocba/shared/access'
import { type GridState, parseGridId } from '@hocba/shared/grid'
import type { AssignmentScope } from '@hocba/shared/school'

/**
 * The matrix once more, written the other way round and by hand from the contract: for each action, who and by which tie.
 * What is missing here must be refused.
 */
const granted: { readonly [A in Action]: string } = {
  'grid.read': 'subject-teacher:teaches homeroom-teacher:homeroom principal vice-principal records-officer registrar auditor',
  'grid.write': 'subject-teacher:teaches homeroom-teacher:own-homeroom',
  'grid.files': 'subject-teacher:teaches homeroom-teacher:homeroom principal vice-principal records-officer registrar auditor clerk:seal',
  'grid.lock': 'records-officer',
  'grid.unlock': 'records-officer',
  'grid.freeze': 'records-officer',
  'order.give': 'principal vice-principal:delegate',
  'order.read': 'principal vice-principal records-officer auditor',
  'amendment.request': 'subject-teacher:teaches homeroom-teacher:own-homeroom',
  'amendment.read': 'subject-teacher:teaches homeroom-teacher:homeroom principal vice-principal records-officer registrar auditor',
  'board.read': 'homeroom-teacher:homeroom principal vice-principal records-officer registrar auditor',
  'progress.read': 'principal vice-principal records-officer department-head:heads authority-officer auditor',
  'transcript.read': 'homeroom-teacher:homeroom principal vice-principal records-officer registrar clerk auditor',
  'transcript.initialise': 'records-officer',
  'transcript.issue': 'records-officer',
  'transcript.revoke': 'records-officer',
  'student.read': 'guardian:guards',
  'people.read':
    'subject-teacher homeroom-teacher principal vice-principal records-officer registrar clerk department-head auditor system-administrator',
  'phrases.keep': 'subject-teacher homeroom-teacher',
  'roster.import': 'registrar',
  'access.report': 'principal auditor',
  'account.read': 'principal vice-principal system-administrator',
  'account.manage': 'system-administrator',
  'factor.reset': 'principal vice-principal records-officer system-administrator',
  'assignment.read': 'principal vice-principal registrar system-administrator',
  'assignment.manage': 'vice-principal system-administrator',
  'delegation.give': 'principal',
  'certificate.read': 'principal vice-principal records-officer clerk auditor system-administrator',
  'certificate.declare': 'clerk system-administrator',
  'certificate.approve': 'principal vice-principal:delegate',
  'certificate.disable': 'principal vice-principal system-administrator',
  'log.restore': 'principal',
  'log.erase': 'records-officer',
  'audit.export': 'principal auditor',
}

const grid = (id: string) => {
  const name = parseGridId(id)
  if (name === undefined) throw new Error(`no grid id: ${id}`)
  return name
}

const toan = grid('2025-6A.TOAN.HK1')
const homeroom = grid('2025-6A.GVCN.HK1')

/** For each tie: the assignment and target that make it hold, and ones that come close and must not. */
const ties: Readonly<
  Record<
    Relation,
    { readonly has: readonly AssignmentScope[]; readonly target: Target; readonly near: readonly [AssignmentScope[], Target][] }
  >
> = {
  any: { has: [], target: { grid: toan }, near: [] },
  teaches: {
    has: [{ kind: 'teaches', class: '6A', subject: 'TOAN' }],
    target: { grid: toan },
    near: [
      [[], { grid: toan }],
      [[{ kind: 'teaches', class: '6B', subject: 'TOAN' }], { grid: toan }],
      [[{ kind: 'teaches', class: '6A', subject: 'VAN' }], { grid: toan }],
      [[{ kind: 'homeroom', class: '6A' }], { grid: toan }],
      [[{ kind: 'teaches', class: '6A', subject: 'TOAN' }], {}],
    ],
  },
  homeroom: {
    has: [{ kind: 'homeroom', class: '6A' }],
    target: { grid: toan },
    near: [
      [[], { grid: toan }],
      [[{ kind: 'homeroom', class: '6B' }], { grid: toan }],
      [[{ kind: 'homeroom', class: '6A' }], { class: '7A' }],
      [[{ kind: 'homeroom', class: '6A' }], {}],
    ],
  },
  'own-homeroom': {
    has: [{ kind: 'homeroom', class: '6A' }],
    target: { grid: homeroom },
    near: [
      [[{ kind: 'homeroom', class: '6A' }], { grid: toan }],
      [[{ kind: 'homeroom', class: '6B' }], { grid: homeroom }],
      [[], { grid: homeroom }],
    ],
  },
  heads: {
    has: [{ kind: 'heads', subjects: ['TOAN', 'TIN'] }],
    target: { grid: toan },
    near: [
      [[{ kind: 'heads', subjects: ['KHTN'] }], { grid: toan }],
      [[], { grid: toan }],
    ],
  },
  guards: {
    has: [{ kind: 'guards', student: '6A-01' }],
    target: { student: '6A-01' },
    near: [
      [[{ kind: 'guards', student: '6A-02' }], { student: '6A-01' }],
      [[{ kind: 'guards', student: '6A-01' }], {}],
      [[], { student: '6A-01' }],
    ],
  },
  seal: {
    has: [],
    target: { grid: toan, sealed: true },
    near: [
      [[], { grid: toan, sealed: false }],
      [[], { grid: toan }],
    ],
  },
  delegate: { has: [{ kind: 'delegate' }], target: {}, near: [[[], {}]] },
}

/** Everything that could tie a person to 6A, mathematics and its first student: only the role is missing. */
const everything: readonly AssignmentScope[] = Object.values(ties).flatMap(({ has }) => has)

const actor = (roleIds: readonly Role[], scopes: readonly AssignmentScope[]): Actor => ({
  id: 'somebody',
  roles: roleIds,
  assignments: scopes.map((scope) => ({ person: 'somebody', from: '2025-09-05', ...scope })),
})

function tieOf(action: Action, role: Role): Relation | undefined {
  const entry = granted[action].split(' ').find((one) => one.split(':')[0] === role)
  return entry === undefined ? undefined : ((entry.split(':')[1] ?? 'any') as Relation)
}

const rows = actions.flatMap((action) => roles.map((role) => ({ action, role, tie: tieOf(action, role) })))

describe('who may do what', () => {
  test.each(rows.filter(({ tie }) => tie === undefined))(
    'ACCESS-1 $role never may $action, whatever ties the person',
    ({ action, role }) => {
      for (const target of [
        { grid: toan, class: '6A', student: '6A-01', sealed: true },
        { grid: homeroom, class: '6A', sealed: true },
        {},
      ]) {
        expect(decide(actor([role], everything), action, target)).toEqual({ ok: false, error: 'forbidden' })
      }
    },
  )

  test.each(rows.filter(({ tie }) => tie !== undefined))('ACCESS-2 $role may $action when tied by: $tie', ({ action, role, tie }) => {
    const { has, target, near } = ties[tie ?? 'any']
    expect(decide(actor([role], has), action, target)).toEqual({ ok: true, value: true })
    for (const [scopes, other] of near) expect(decide(actor([role], scopes), action, other)).toEqual({ ok: false, error: 'forbidden' })
  })

  test('ACCESS-1 without a role nothing is granted', () => {
    for (const action of actions) {
      expect(decide(actor([], everything), action, { grid: toan, student: '6A-01', sealed: true })).toEqual({
        ok: false,
        error: 'forbidden',
      })
    }
  })

  test('ACCESS-3 the system administrator holds no action on any result', () => {
    const held = actions.filter((action) => decide(actor(['system-administrator'], everything), action, { grid: toan, sealed: true }).ok)
    expect(held).toEqual([
      'people.read',
      'account.read',
      'account.manage',
      'factor.reset',
      'assignment.read',
      'assignment.manage',
      'certificate.read',
      'certificate.declare',
      'certificate.disable',
    ])
  })

  test('ACCESS-4 a homeroom teacher reads every grid of the class and writes the homeroom grid alone', () => {
    const teacher = actor(['homeroom-teacher'], [{ kind: 'homeroom', class: '6A' }])
    expect(decide(teacher, 'grid.read', { grid: toan }).ok).toBe(true)
    expect(decide(teacher, 'grid.write', { grid: toan })).toEqual({ ok: false, error: 'forbidden' })
    expect(decide(teacher, 'grid.write', { grid: homeroom }).ok).toBe(true)
  })

  const windows: readonly [GridState, ReturnType<typeof decide>, ReturnType<typeof decide>][] = [
    ['open', { ok: true, value: true }, { ok: false, error: 'amendment.open' }],
    ['locked', { ok: false, error: 'grid.locked' }, { ok: false, error: 'amendment.open' }],
    ['frozen', { ok: false, error: 'grid.frozen' }, { ok: true, value: true }],
  ]
  test.each(windows)('ACCESS-5 in an %s grid the window decides between writing and amending', (state, write, amend) => {
    const teacher = actor(['subject-teacher'], [{ kind: 'teaches', class: '6A', subject: 'TOAN' }])
    expect(decide(teacher, 'grid.write', { grid: toan, state })).toEqual(write)
    expect(decide(teacher, 'amendment.request', { grid: toan, state })).toEqual(amend)
    expect(decide(teacher, 'grid.read', { grid: toan, state }).ok).toBe(true)
  })

  test('ACCESS-5 who has no right learns nothing of the window', () => {
    expect(decide(actor(['subject-teacher'], []), 'grid.write', { grid: toan, state: 'frozen' })).toEqual({ ok: false, error: 'forbidden' })
  })

  test('ACCESS-6 role ids are the closed list of the matrix', () => {
    expect(roles.every(isRole)).toBe(true)
    expect(['admin', 'teacher', '', 'Principal'].filter(isRole)).toEqual([])
  })
})
