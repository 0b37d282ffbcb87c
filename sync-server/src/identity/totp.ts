import { Secret, TOTP } from 'otpauth'

/** The values that every authenticator program takes for granted. */
const period = 30
const shape = { algorithm: 'SHA1', digits: 6, period } as const
/** A clock may be one step off, either way. */
const drift = 1

/** Base32 (RFC 4648) as people type it. */
export const randomBase32 = (bytes: number): string => new Secret({ size: bytes }).base32

/** The step of time (RFC 6238) that a code belongs to, later than the last one used; `undefined` for a wrong or used code. */
export function stepOfCode(secret: string, code: string, now: Date, lastStep: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const timestamp = now.getTime()
  const off = TOTP.validate({ ...shape, secret: Secret.fromBase32(secret), token: code, timestamp, window: drift })
  if (off === null) return undefined
  const step = TOTP.counter({ period, timestamp }) + off
  return step > lastStep ? step : undefined
}

/** What an authenticator program reads from a QR code or a link. */
export const enrolmentUri = (secret: string, account: string, school: string): string =>
  new TOTP({ ...shape, issuer: school, label: account, secret }).toString()
