import { z } from 'zod'

const token = z.string().regex(/^[\w-]{16,100}$/)
const base64 = z.base64().min(1).max(50_000)
/** Nothing that could begin a line of the signed text anew. */
const line = z.string().regex(/^[^\s]{1,200}$/)

/** `POST /api/session/certificate`: who wants to sign in with the key of a certificate (001 art. 8b). */
export const loginRequest = z.object({ username: z.string().min(1).max(200) })

/** Its answer: the code goes to the agent, the secret stays with who asked. */
export interface LoginOffer {
  readonly id: string
  readonly code: string
  readonly secret: string
  readonly agentUrl: string
  readonly expiresAt: string
}

/** `POST /api/session/certificate/:id` */
export const loginClaim = z.object({ secret: z.string().min(1).max(200) })

/** `GET /api/agent/logins/:id?code=`: the parts of the text to be signed, and what its holder is shown beside them. */
export const agentLogin = z.object({
  id: token,
  person: line,
  nonce: token,
  expires: line,
  name: z.string().max(500),
  /** The browser that asked, and the network it came from. */
  device: z.string().max(200),
  network: z.string().max(200),
})

export type AgentLogin = z.infer<typeof agentLogin>

/** `POST /api/agent/logins/:id/result`: DER of the certificate and of what stands between it and a root; all in base64. */
export const agentLoginResult = z.object({
  code: z.string().min(1).max(200),
  certificate: base64,
  chain: z.array(base64).max(6).optional(),
  signature: base64,
})

export type AgentLoginResult = z.infer<typeof agentLoginResult>

/**
 * What is signed to sign in. Both sides make it themselves from the parts, the agent with the address of its own server: a text made
 * for another server, account or moment is another text. It begins unlike anything else that the keys sign.
 */
export const loginText = (
  origin: string,
  { id, person, nonce, expires }: Pick<AgentLogin, 'id' | 'person' | 'nonce' | 'expires'>,
): string => `hocba-login-1\n${origin}\n${person}\n${id}\n${nonce}\n${expires}\n`
