import { z } from 'zod'
import { roles } from '../access/role.ts'
import { subjectIds } from '../school/subject.ts'

/** Half a surrogate pair has no canonical form (RFC 8785), so nothing with one could be recorded. */
const text = z.string().refine((value) => value.isWellFormed(), { message: 'half a surrogate pair' })
const id = text.min(1).max(200)
const reason = text.trim().min(1).max(1_000)

const day = z.iso.date()

/** Characters of a teacher's phrases, one text. */
export const longestPhrases = 20_000

export const signInRequest = z.object({ username: id, password: z.string().min(1).max(1_000), otp: z.string().max(40).optional() })

export const passwordRequest = z.object({ current: z.string().min(1).max(1_000), next: text.min(1).max(1_000) })

export const enrolRequest = z.object({ otp: z.string().max(40).optional() })

export const confirmRequest = z.object({ otp: z.string().min(1).max(40) })

export const orderScope = z.union([
  z.strictObject({ grids: z.array(id).min(1).max(2_000) }),
  z.strictObject({ transcripts: z.array(id).min(1).max(2_000) }),
  z.strictObject({ entries: z.array(z.int().min(0)).min(1).max(10_000) }),
  z
    .strictObject({ class: id.optional(), term: z.enum(['HK1', 'HK2']).optional(), year: z.string().optional() })
    .refine((scope) => Object.values(scope).some((value) => value !== undefined), { message: 'scope names nothing' }),
])

export const orderRequest = z
  .object({
    action: z.enum(['lock', 'unlock', 'freeze', 'issue', 'revoke', 'erase']),
    scope: orderScope,
    reason,
    until: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(({ action, scope }) => (action === 'erase') === 'entries' in scope, { message: 'an erasure names entries', path: ['scope'] })

/** PEM of a person's certificate. */
export const certificateRequest = z.object({ account: id, certificate: z.string().min(1).max(50_000) })

/** On what somebody signs in a role (001 art. 6, 21.8). */
export const certificateApproval = z.object({
  basis: z
    .object({
      kind: z.enum(['appointment', 'assignment', 'approval']),
      number: text.trim().min(1).max(100),
      date: day,
      until: day.optional(),
    })
    .refine(({ date, until }) => until === undefined || date <= until, { message: 'ends before it begins', path: ['until'] }),
})

/** The record that was written of taking it out of use: its number, its day and what it says (001 art. 16.2). */
export const certificateDisabling = z.object({
  reason,
  minutes: text.trim().min(1).max(100),
  minutesDate: day,
  minutesText: text.trim().max(2_000).optional(),
})

export const executeRequest = z.object({ order: id })

export const batchRequest = z.object({ jobs: z.array(id).min(1).max(5_000) })

export const amendmentRequest = z.object({
  grid: id,
  changes: z
    .array(z.object({ cell: id, after: z.union([z.number(), text, z.null()]) }))
    .min(1)
    .max(1_000),
  reason,
})

export const amendmentAct = z.object({ digest: z.string(), reason: text.trim().max(1_000).optional() })

/** A C2SP signed note. */
export const noteRequest = z.object({ note: text.max(4_000) })

export const lineRequest = z.object({ reason })

export const transcriptsRequest = z.object({ order: id, class: id, year: z.string() })

/** The phrases of the person who asks, whole, and the revision that they were made from. */
export const phrasesRequest = z.strictObject({ text: text.max(longestPhrases), base: z.int().min(0) })

/** A short name that people type, and that addresses carry. */
const account = z.string().regex(/^[a-z][a-z0-9._-]{1,39}$/)
const roleList = z.array(z.enum(roles)).max(roles.length)
const onePassword = z.string().min(1).max(1_000).optional()

export const accountRequest = z.object({
  id: account,
  name: text.trim().min(1).max(200),
  title: text.trim().min(1).max(200),
  roles: roleList,
  uid: text.max(40).optional(),
  password: onePassword,
})

export const setupRequest = z.object({
  code: z.string().min(1).max(200),
  school: z.object({ name: text.trim().min(1).max(200), authority: text.trim().max(200), place: text.trim().max(200) }),
  /** `2025` is 2025-2026. */
  year: z.string().regex(/^20\d\d$/),
  administrator: z.object({ id: account, name: text.trim().min(1).max(200), password: z.string().min(1).max(1_000) }),
})

export const resetRequest = z.object({ password: onePassword })

export const rolesRequest = z.object({ roles: roleList })

const subject = z.enum(subjectIds)

const teachingScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('teaches'), class: id, subject }),
  z.strictObject({ kind: z.literal('homeroom'), class: id }),
])

const anyScope = z.discriminatedUnion('kind', [
  ...teachingScope.options,
  z.strictObject({ kind: z.literal('heads'), subjects: z.array(subject).min(1).max(subjectIds.length) }),
  z.strictObject({ kind: z.literal('guards'), student: id }),
])

export const assignmentRequest = z.object({ person: id, from: day, until: day.optional(), scope: anyScope })

export const endRequest = z.object({ person: id, scope: anyScope, until: day })

export const handOverRequest = z.object({ from: id, to: id, date: day, scope: teachingScope })

export const delegationRequest = z.object({ to: id, from: day, until: day })

export const delegationEnd = z.object({ to: id })
