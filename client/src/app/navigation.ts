import type { Role } from '@hocba/shared/access'
import type { app } from '../text/vi/app.ts'
import type { Me } from './answers.ts'
import { hasRole } from './session.tsx'

export interface NavItem {
  readonly to: string
  readonly text: Exclude<keyof typeof app.nav, 'label'>
}

const teachers: readonly Role[] = ['subject-teacher', 'homeroom-teacher']
const leaders: readonly Role[] = ['principal', 'vice-principal']
const office: readonly Role[] = ['records-officer', 'clerk', 'registrar']

const pages: readonly (NavItem & { readonly roles: readonly Role[] })[] = [
  { to: '/', text: 'home', roles: [...teachers, ...leaders, ...office, 'auditor'] },
  { to: '/', text: 'family', roles: ['guardian'] },
  { to: '/progress', text: 'progress', roles: [...leaders, 'records-officer', 'department-head', 'authority-officer'] },
  { to: '/orders', text: 'orders', roles: [...leaders, 'records-officer', 'clerk', 'auditor'] },
  { to: '/signing', text: 'signing', roles: [...teachers, ...leaders, 'clerk'] },
  { to: '/amendments', text: 'amendments', roles: [...teachers, ...leaders, 'records-officer', 'registrar', 'auditor'] },
  { to: '/transcripts', text: 'transcripts', roles: ['homeroom-teacher', ...leaders, ...office, 'auditor'] },
  { to: '/accounts', text: 'accounts', roles: ['system-administrator', ...leaders] },
  { to: '/assignments', text: 'assignments', roles: ['system-administrator', ...leaders] },
]

/** What a person may find useful; the server decides what may be read. */
export const navigationOf = (me: Me | undefined): readonly NavItem[] => [
  ...pages.filter((page) => me !== undefined && hasRole(me, ...page.roles)),
  { to: '/verify', text: 'verify' },
]
