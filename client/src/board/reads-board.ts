import type { Me } from '../app/answers.ts'
import { hasRole } from '../app/session.tsx'

/** Who sees a whole class with its marks (`board.read`); the server decides. */
export const readsBoard = (me: Me, className: string): boolean =>
  hasRole(me, 'principal', 'vice-principal', 'records-officer', 'registrar', 'auditor') ||
  me.classes.some((one) => one.id === className && one.homeroom === true)
