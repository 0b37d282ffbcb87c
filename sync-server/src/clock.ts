import { randomBytes } from 'node:crypto'

/** Time and chance come in from outside, so that tests and the demo school can decide them. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** RFC 3339 in the school's zone. */
export function rfc3339(date: Date): string {
  const local = new Date(date.getTime() + 7 * 3_600_000)
  return `${local.toISOString().slice(0, -1)}+07:00`
}

/** `YYYY-MM-DD` in the school's zone. */
export const dayOf = (date: Date): string => rfc3339(date).slice(0, 10)

/** 128 random bits, hex. */
export const newId = (): string => randomBytes(16).toString('hex')
