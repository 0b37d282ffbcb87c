import { rfc3339 } from '../clock.ts'
import { cookieName } from '../listen/credentials.ts'
import type { Call } from '../listen/route.ts'
import type { Services } from '../services.ts'
import type { Session } from './session.ts'

export const describe = ({ school }: Pick<Services, 'school'>, id: string): object => ({
  id,
  name: school.nameOf(id),
  roles: school.person(id)?.roles ?? [],
})

/** The answer of every way to sign in: the cookie for browsers, the token for programs. */
export function signedIn(
  services: Pick<Services, 'school' | 'config'>,
  { reply }: Pick<Call, 'reply'>,
  { session, token }: { readonly session: Session; readonly token: string },
): object {
  const { tls, publicUrl } = services.config
  reply.setCookie(cookieName, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: tls !== undefined || publicUrl?.startsWith('https:') === true,
    expires: session.expiresAt,
  })
  return { user: describe(services, session.user), token, expiresAt: rfc3339(session.expiresAt) }
}
