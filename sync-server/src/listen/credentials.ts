import type { IncomingHttpHeaders } from 'node:http'
import type { Config } from '../config.ts'

export const cookieName = 'hocba_session'

export function bearerOf(headers: IncomingHttpHeaders): string | undefined {
  const match = /^Bearer ([\w-]+)$/.exec(headers.authorization ?? '')
  return match?.[1]
}

export function cookieOf(headers: IncomingHttpHeaders): string | undefined {
  const match = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]+)`).exec(headers.cookie ?? '')
  return match?.[1]
}

/** A browser names the page that asks; only our own may. Programs send no Origin. */
export function isForeignOrigin(headers: IncomingHttpHeaders, config: Pick<Config, 'publicUrl'>): boolean {
  const { origin, host } = headers
  // What a browser says of itself cannot be set by a page; `none` is a person who typed an address.
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  if (origin === undefined) return false
  if (config.publicUrl !== undefined && origin === new URL(config.publicUrl).origin) return false
  try {
    return new URL(origin).host !== host
  } catch {
    return true
  }
}

/**
 * Windows of one browser share a cookie: who was signed in when a window opened may not be who is now.
 * A window says for whom it acts, and is not taken for somebody else.
 */
export function isMeantForAnother(headers: IncomingHttpHeaders, { user }: { readonly user: string }): boolean {
  const meant = headers['hocba-user']
  return meant !== undefined && meant !== encodeURIComponent(user)
}

/** The addresses under which this server is known to itself: the public one, and those of this machine. Never what a request says. */
export function ownOrigins({ publicUrl, tls, host, port }: Pick<Config, 'publicUrl' | 'tls' | 'host' | 'port'>): readonly string[] {
  const here = ['127.0.0.1', 'localhost', '[::1]', host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host]
  const local = here.map((name) => new URL(`${tls ? 'https' : 'http'}://${name}:${port}`).origin)
  return [...(publicUrl === undefined ? [] : [new URL(publicUrl).origin]), ...new Set(local)]
}
