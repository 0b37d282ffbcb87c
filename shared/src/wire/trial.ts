import { z } from 'zod'

export const revocationReasons = ['unspecified', 'key-compromise', 'affiliation-changed', 'superseded', 'cessation'] as const

/** Kinds of key that the authority makes: what most authorities issue, and what some do. */
export const trialKeys = ['rsa', 'p256'] as const

export type RevocationReason = (typeof revocationReasons)[number]

const text = z.string().min(1).max(500)

/** What `hocba ca` asks of the agent's program on standard input: names and PINs stand in no argument that others could see. */
export const trialRequest = z.discriminatedUnion('act', [
  z.object({ act: z.literal('issue'), dir: text, account: text, name: text, uid: text, school: text, key: z.enum(trialKeys), pin: text }),
  z.object({ act: z.literal('renew'), dir: text, account: text, pin: text }),
  z.object({ act: z.literal('revoke'), dir: text, account: text, serial: text.optional(), reason: z.enum(revocationReasons) }),
  z.object({ act: z.literal('crl'), dir: text }),
])

export type TrialRequest = z.infer<typeof trialRequest>
