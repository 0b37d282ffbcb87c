export { type Role, isRole, roles } from './role.ts'
