export { type Action, actions } from './action.ts'
export { type Actor, type Target, decide } from './decide.ts'
export { type Relation, matrix } from './matrix.ts'
export { type Role, isRole, roles } from './role.ts'
