import type { Brand } from './brand.ts'
import { type Result, err, ok } from './result.ts'

/** A mark or average in integer tenths, 0…100. Marks are never floating point (Circular 22 art. 5.3b: one decimal). */
export type Tenths = Brand<number, 'Tenths'>

export const isTenths = (value: unknown): value is Tenths =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100

/** Reads a mark as a teacher types it: `8`, `8,5`, `8.5`, `10,0`. Anything else is refused, never guessed. */
export function parseTenths(text: string): Result<Tenths, 'value.invalid'> {
  const match = /^(\d{1,2})(?:[.,](\d))?$/.exec(text.trim())
  if (!match) return err('value.invalid')
  const tenths = Number(match[1]) * 10 + Number(match[2] ?? 0)
  return isTenths(tenths) ? ok(tenths) : err('value.invalid')
}

/** Turns a JSON number such as 8.5 into tenths; 8.55 is refused. */
export function tenthsFromNumber(value: number): Result<Tenths, 'value.invalid'> {
  if (!Number.isFinite(value)) return err('value.invalid')
  const text = String(value)
  return text.startsWith('-') ? err('value.invalid') : parseTenths(text)
}

/** `85` becomes `8,5` (Vietnamese decimal comma); whole marks keep one decimal only when asked to. */
export function formatTenths(value: Tenths, options: { readonly point?: '.' | ','; readonly fixed?: boolean } = {}): string {
  const whole = Math.trunc(value / 10)
  const rest = value % 10
  return rest === 0 && options.fixed !== true ? String(whole) : `${whole}${options.point ?? ','}${rest}`
}

/**
 * The one rounding rule of the product: half up, in integers.
 * `sum` in tenths over an integer `weight`; ties occur only where the number of regular marks is odd.
 */
export function averageHalfUp(sum: number, weight: number): Tenths {
  return Math.floor((2 * sum + weight) / (2 * weight)) as Tenths
}
