import { z } from 'zod'

const hex = z.string().regex(/^[0-9a-f]{64}$/)

/** `POST /api/pairings`: the agent on a holder's own computer shows that it knows the code, without sending it. */
export const pairRequest = z.object({
  /** The first four letters of the code. */
  id: z.string().length(4),
  /** How the holder will recognise the computer. */
  name: z.string().min(1).max(100),
  nonce: hex,
  proof: hex,
})

export type PairRequest = z.infer<typeof pairRequest>

/** The server's answer, with the proof that it knows the code too. */
export const pairAnswer = z.object({
  agent: z.string().min(1).max(100),
  account: z.string().min(1).max(100),
  name: z.string(),
  school: z.string(),
  /** The agent's own token; the server keeps its hash. */
  token: z.string().min(32).max(100),
  /** The key of the school's log and the roots of its certificates, believed from now on. */
  logKey: z.string().max(1_000),
  roots: z.string().max(100_000),
  proof: hex,
})

export type PairAnswer = z.infer<typeof pairAnswer>

/** `GET /api/agents` */
export const pairedAgent = z.object({ id: z.string(), name: z.string(), pairedAt: z.string(), seenAt: z.string().nullable() })

/** `POST /api/agents/pairing` */
export const pairingOffer = z.object({ code: z.string(), expiresAt: z.string() })

/** Crockford's letters: nothing that is read as something else. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 100 bits as `ABCD-EFGH-…`: four letters name the pairing, sixteen are its secret. */
export const pairingCode = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, 20), (byte) => letters.charAt(byte & 31))
    .join('')
    .replace(/.{4}(?=.)/g, '$&-')

/** As typed: any case, blanks and dashes anywhere, O and I for 0 and 1. `undefined` for what is no code. */
export function readPairingCode(text: string): { readonly id: string; readonly secret: string } | undefined {
  const code = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  if (code.length !== 20 || [...code].some((letter) => !letters.includes(letter))) return undefined
  return { id: code.slice(0, 4), secret: code.slice(4) }
}

/** What each side's proof is over (HMAC-SHA256 under the secret); each names its side, so that none is the other's. */
export const pairTexts = {
  agent: ({ id, name, nonce }: Omit<PairRequest, 'proof'>): string => `hocba-pair-1 agent\n${JSON.stringify([id, name, nonce])}`,
  server: (nonce: string, { agent, account, name, school, token, logKey, roots }: Omit<PairAnswer, 'proof'>): string =>
    `hocba-pair-1 server\n${JSON.stringify([nonce, agent, account, name, school, token, logKey, roots])}`,
} as const
