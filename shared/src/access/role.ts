export const roles = [
  'principal',
  'vice-principal',
  'records-officer',
  'clerk',
  'registrar',
  'system-administrator',
  'subject-teacher',
  'homeroom-teacher',
  'department-head',
  'guardian',
  'auditor',
  'authority-officer',
] as const

export type Role = (typeof roles)[number]

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)
