import { createHash } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import { proverOf } from '@hocba/shared/verify'
import { type AgentLogin, type AgentLoginResult, agentLoginResult, loginClaim, loginRequest, loginText } from '@hocba/shared/wire'
import { dayOf } from '../clock.ts'
import { ownOrigins } from '../listen/credentials.ts'
import { type Route, param, withBody } from '../listen/route.ts'
import type { Services } from '../services.ts'
import { demandOwn } from '../sign/agent-routes.ts'
import { MinuteLimit } from '../sign/minute-limit.ts'
import type { TrustFolder } from '../sign/trust.ts'
import { CertificateLogins, type Challenge, refused } from './certificate-login.ts'
import { cryptography } from '../verify/cryptography.ts'
import { originOf } from './device.ts'
import { networkOf } from './risk.ts'
import { signedIn } from './signed-in.ts'

/** A school's whole staff may come from one address. */
const opensAMinute = 60

/** Sign-in by certificate (001 art. 8b): a challenge that the person's key signs through the agent, instead of password and code. */
export function certificateLoginRoutes(services: Services, trust: TrustFolder): readonly Route[] {
  const { sessions, school, config, clock } = services
  const logins = new CertificateLogins(clock, sessions)
  const tries = new MinuteLimit(config.limits.signIn === 0 ? 0 : opensAMinute, clock)
  const isShut = (): boolean => school.record.demo && !config.demo
  return [
    withBody(loginRequest, {
      method: 'POST',
      path: '/api/session/certificate',
      summary: 'A challenge to sign in by certificate; answered the same whether there is such an account or not',
      access: 'public',
      async run({ body, request }) {
        if (isShut()) throw new Fault('session.invalid')
        tries.take(request.ip)
        const { challenge, code, secret } = logins.open(body.username, originOf(request))
        const { id, expires } = challenge
        return { id, code, secret, agentUrl: `${config.agentOrigin}/logins/${id}#${code}`, expiresAt: expires }
      },
    }),
    withBody(loginClaim, {
      method: 'POST',
      path: '/api/session/certificate/:id',
      summary: 'Sign in once the key has proved it; 202 {state: "waiting"} until then',
      access: 'public',
      async run(call) {
        const { address, device } = originOf(call.request)
        const user = logins.claim(param(call, 'id'), call.body.secret, address)
        if (user !== undefined) return signedIn(services, call, await sessions.open(user, device))
        return call.reply.status(202).send({ state: 'waiting' })
      },
    }),
    {
      method: 'GET',
      path: '/api/agent/logins/:id',
      summary: 'A challenge, to show to its holder before the PIN',
      access: 'agent',
      async run(call): Promise<AgentLogin> {
        const { id, user, nonce, expires, from } = logins.shown(param(call, 'id'), call.query['code'] ?? '')
        demandOwn(call, user, 'session.invalid')
        const person = school.person(user)
        if (!person) throw refused()
        return { id, person: user, nonce, expires, name: person.name, device: from.device, network: networkOf(from.address) }
      },
    },
    withBody(agentLoginResult, {
      method: 'POST',
      path: '/api/agent/logins/:id/result',
      summary: 'Hand in the signed challenge; a wrong one voids it',
      access: 'agent',
      async run(call) {
        demandOwn(call, logins.shown(param(call, 'id'), call.body.code).user, 'session.invalid')
        const challenge = logins.take(param(call, 'id'), call.body.code)
        if (await isProved(services, trust, challenge, call.body)) return logins.proved(challenge)
        logins.failed(challenge)
        throw refused()
      },
    }),
  ]
}

/** By the account's own approved certificate, good at this moment, over a text that names this server. */
async function isProved(services: Services, trust: TrustFolder, challenge: Challenge, result: AgentLoginResult): Promise<boolean> {
  const { school, certificates, clock, config, status } = services
  const { id, user, nonce, expires } = challenge
  const certificate = Buffer.from(result.certificate, 'base64')
  const proof = {
    certificate,
    chain: (result.chain ?? []).map((der) => Buffer.from(der, 'base64')),
    signature: Buffer.from(result.signature, 'base64'),
  }
  const options = { trust: trust.trust, at: clock.now(), cryptography, ...(status && { status }) }
  try {
    certificates.demandApproved(user, createHash('sha256').update(certificate).digest('hex'), dayOf(clock.now()))
    for (const origin of ownOrigins(config)) {
      const message = Buffer.from(loginText(origin, { id, person: user, nonce, expires }))
      const prover = await proverOf(proof, message, options)
      if (prover) return prover.uid !== '' && prover.uid === school.person(user)?.uid
    }
  } catch {
    // A certificate or chain that nobody can read proves nothing.
  }
  return false
}
