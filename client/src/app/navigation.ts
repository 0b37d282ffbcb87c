import type { Role } from '@hocba/shared/access'
import type { app } from '../text/vi/app.ts'
import type { Me } from './answers.ts'
import { hasRole } from './session.tsx'

export interface NavItem {
  readonly to: string
  readonly text: Exclude<keyof typeof app.nav, 'label'>
  /** Further addresses behind the same word. */
  readonly also?: readonly string[]
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
]

/** Together one word in the heading. */
const officePages: typeof pages = [
  { to: '/accounts', text: 'accounts', roles: ['system-administrator', ...leaders] },
  { to: '/assignments', text: 'assignments', roles: ['system-administrator', ...leaders] },
  { to: '/certificates', text: 'certificates', roles: ['system-administrator', ...leaders, 'clerk'] },
  { to: '/access', text: 'access', roles: ['principal', 'auditor'] },
]

const ofRole = (list: typeof pages, me: Me | undefined): typeof pages =>
  list.filter((page) => me !== undefined && hasRole(me, ...page.roles))

export const officePagesOf = (me: Me | undefined): readonly NavItem[] => ofRole(officePages, me)

/** Several pages behind one word, or the one that there is. */
function officeOf(me: Me | undefined): readonly NavItem[] {
  const [first, ...others] = officePagesOf(me)
  if (first === undefined || others.length === 0) return first === undefined ? [] : [first]
  return [{ to: first.to, text: 'office', also: others.map(({ to }) => to) }]
}

/** What a person may find useful; the server decides what may be read. */
export const navigationOf = (me: Me | undefined): readonly NavItem[] => [
  ...ofRole(pages, me),
  ...officeOf(me),
  { to: '/verify', text: 'verify' },
]
