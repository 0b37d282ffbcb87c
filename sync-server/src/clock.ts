import { randomBytes } from 'node:crypto'

/** Time and chance come in from outside, so that tests and the demo school can decide them. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** RFC 3339 in the school's zone. */
export function rfc3339(date: Date): string {
  const time = date.getTime()
  if (time !== last.time) last = { time, text: `${new Date(time + 7 * 3_600_000).toISOString().slice(0, -1)}+07:00` }
  return last.text
}

/** Many rows are written in one millisecond. */
let last = { time: Number.NaN, text: '' }

/** `YYYY-MM-DD` in the school's zone. */
export const dayOf = (date: Date): string => rfc3339(date).slice(0, 10)

/** 128 random bits, hex. */
export const newId = (): string => randomBytes(16).toString('hex')
