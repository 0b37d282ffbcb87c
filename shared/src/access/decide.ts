import { type FaultCode } from '../core/fault.ts'
import { type Result, err, ok } from '../core/result.ts'
import type { GridName } from '../grid/grid.ts'
import type { GridState } from '../grid/window.ts'
import type { Assignment } from '../school/assignment.ts'
import { isKeptByHomeroom } from '../school/subject.ts'
import type { Action } from './action.ts'
import { type Relation, matrix } from './matrix.ts'
import type { Role } from './role.ts'

/** Who acts: the roles of the account and the assignments in force today. */
export interface Actor {
  readonly id: string
  readonly roles: readonly Role[]
  readonly assignments: readonly Assignment[]
}

/** What is acted upon; only what the action needs. */
export interface Target {
  readonly grid?: Pick<GridName, 'class' | 'subject'>
  readonly class?: string
  readonly student?: string
  readonly state?: GridState
  /** The file's next signature, or a made one, is the organisation's. */
  readonly sealed?: boolean
}

/**
 * The only place that grants: role and relation first, then the state of the grid.
 * One function guards the route, the room and the button.
 */
export function decide(actor: Actor, action: Action, target: Target = {}): Result<true, FaultCode> {
  const row = matrix[action]
  const granted = actor.roles.some((role) => {
    const relation = row[role]
    return relation !== undefined && holds(relation, actor, target)
  })
  if (!granted) return err('forbidden')
  return permittedIn(action, target.state)
}

/** Whether any target could be granted: whoever has no row is refused before the call is looked into. */
export const isEverGranted = ({ roles }: Pick<Actor, 'roles'>, action: Action): boolean =>
  roles.some((role) => matrix[action][role] !== undefined)

function holds(relation: Relation, actor: Actor, target: Target): boolean {
  switch (relation) {
    case 'any':
      return true
    case 'seal':
      return target.sealed === true
    case 'delegate':
      return actor.assignments.some((one) => one.kind === 'delegate')
    case 'guards':
      return actor.assignments.some((one) => one.kind === 'guards' && one.student === target.student)
    case 'heads':
      return actor.assignments.some(
        (one) => one.kind === 'heads' && (target.grid === undefined || one.subjects.includes(target.grid.subject.id)),
      )
    case 'teaches':
      return actor.assignments.some(
        (one) => one.kind === 'teaches' && one.class === target.grid?.class && one.subject === target.grid.subject.id,
      )
    case 'homeroom':
      return actor.assignments.some((one) => one.kind === 'homeroom' && one.class === (target.grid?.class ?? target.class))
    case 'own-homeroom':
      return target.grid !== undefined && isKeptByHomeroom(target.grid.subject) && holds('homeroom', actor, target)
  }
}

/** What the entry window adds (khóa, chốt): cells are written while open, amended only when frozen. */
function permittedIn(action: Action, state: GridState | undefined): Result<true, FaultCode> {
  if (action === 'grid.write' && state === 'locked') return err('grid.locked')
  if (action === 'grid.write' && state === 'frozen') return err('grid.frozen')
  if (action === 'amendment.request' && state !== undefined && state !== 'frozen') return err('amendment.open')
  return ok(true)
}
