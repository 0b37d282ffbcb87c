import type { PolicyProfile } from './profile.ts'

/**
 * The default of a new school: regulation 001 with the witnesses of 004 II.2.
 * After the freeze the principal approves; the vice-principal and a second named officer witness.
 */
export const phanChauTrinh: PolicyProfile = {
  id: 'phan-chau-trinh',
  rulebook: 'TT22/2021',
  signing: {
    grid: ['subject-teacher', 'homeroom-teacher', 'principal', 'organisation'],
    homeroomGrid: ['homeroom-teacher', 'principal', 'organisation'],
    transcript: ['homeroom-teacher', 'principal', 'organisation'],
  },
  amendment: {
    witness1: ['vice-principal'],
    witness2: ['homeroom-teacher', 'registrar'],
    approver: ['principal'],
  },
  delegated: {
    witness1: ['records-officer'],
    witness2: ['homeroom-teacher', 'registrar'],
    approver: ['vice-principal'],
  },
}
