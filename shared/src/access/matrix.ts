import type { Action } from './action.ts'
import type { Role } from './role.ts'

/**
 * What ties the actor to the target before a role counts:
 * `any` nothing; `teaches` this class and subject; `homeroom` this class; `own-homeroom` the homeroom teacher's grids of this class;
 * `heads` the subject's group; `guards` this student; `seal` the file has reached the organisation's seal.
 */
export type Relation = 'any' | 'teaches' | 'homeroom' | 'own-homeroom' | 'heads' | 'guards' | 'seal' | 'delegate'

/** Role × action as data, deny by default (001 art. 4.2c; contract: Grids, accounts). The system administrator has no row on results. */
export const matrix: { readonly [A in Action]: { readonly [R in Role]?: Relation } } = {
  'grid.read': {
    'subject-teacher': 'teaches',
    'homeroom-teacher': 'homeroom',
    principal: 'any',
    'vice-principal': 'any',
    'records-officer': 'any',
    registrar: 'any',
    auditor: 'any',
  },
  'grid.write': { 'subject-teacher': 'teaches', 'homeroom-teacher': 'own-homeroom' },
  'grid.files': {
    'subject-teacher': 'teaches',
    'homeroom-teacher': 'homeroom',
    principal: 'any',
    'vice-principal': 'any',
    'records-officer': 'any',
    registrar: 'any',
    auditor: 'any',
    clerk: 'seal',
  },
  'grid.lock': { 'records-officer': 'any' },
  'grid.unlock': { 'records-officer': 'any' },
  'grid.freeze': { 'records-officer': 'any' },
  'order.give': { principal: 'any', 'vice-principal': 'delegate' },
  'order.read': { principal: 'any', 'vice-principal': 'any', 'records-officer': 'any', auditor: 'any' },
  'amendment.request': { 'subject-teacher': 'teaches', 'homeroom-teacher': 'own-homeroom' },
  'amendment.read': {
    'subject-teacher': 'teaches',
    'homeroom-teacher': 'homeroom',
    principal: 'any',
    'vice-principal': 'any',
    'records-officer': 'any',
    registrar: 'any',
    auditor: 'any',
  },
  'board.read': {
    'homeroom-teacher': 'homeroom',
    principal: 'any',
    'vice-principal': 'any',
    'records-officer': 'any',
    registrar: 'any',
    auditor: 'any',
  },
  'progress.read': {
    principal: 'any',
    'vice-principal': 'any',
    'records-officer': 'any',
    'department-head': 'heads',
    'authority-officer': 'any',
    auditor: 'any',
  },
  'transcript.read': {
    'homeroom-teacher': 'homeroom',
    principal: 'any',
    'vice-principal': 'any',
    'records-officer': 'any',
    registrar: 'any',
    clerk: 'any',
    auditor: 'any',
  },
  'transcript.initialise': { 'records-officer': 'any' },
  'transcript.issue': { 'records-officer': 'any' },
  'transcript.revoke': { 'records-officer': 'any' },
  'student.read': { guardian: 'guards' },
  'people.read': {
    'subject-teacher': 'any',
    'homeroom-teacher': 'any',
    principal: 'any',
    'vice-principal': 'any',
    'records-officer': 'any',
    registrar: 'any',
    clerk: 'any',
    'department-head': 'any',
    auditor: 'any',
    'system-administrator': 'any',
  },
  'phrases.keep': { 'subject-teacher': 'any', 'homeroom-teacher': 'any' },
  'roster.import': { registrar: 'any' },
  'access.report': { principal: 'any', auditor: 'any' },
  'account.read': { 'system-administrator': 'any', principal: 'any', 'vice-principal': 'any' },
  'account.manage': { 'system-administrator': 'any' },
  'factor.reset': { 'system-administrator': 'any', principal: 'any', 'vice-principal': 'any', 'records-officer': 'any' },
  'assignment.read': { 'system-administrator': 'any', principal: 'any', 'vice-principal': 'any', registrar: 'any' },
  'assignment.manage': { 'system-administrator': 'any', 'vice-principal': 'any' },
  'delegation.give': { principal: 'any' },
  'log.restore': { principal: 'any' },
  'log.erase': { 'records-officer': 'any' },
  'audit.export': { principal: 'any', auditor: 'any' },
}
