import type { Role } from './role.ts'

/**
 * Who keeps the accounts holds nothing else: every other role reads, writes or signs results somewhere (001 art. 4.2c).
 * A person who also teaches has two accounts.
 */
export const doRolesConflict = (roles: readonly Role[]): boolean => roles.includes('system-administrator') && new Set(roles).size > 1
