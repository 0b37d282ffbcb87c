/** Says of any JSON whether it has a form. */
export type Guard<T> = (value: unknown) => value is T

type Members = Readonly<Record<string, Guard<unknown>>>
type Of<G> = G extends Guard<infer T> ? T : never
type Read<R extends Members, O extends Members> = { readonly [K in keyof R]: Of<R[K]> } & { readonly [K in keyof O]?: Of<O[K]> }

export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

export const text = (value: unknown): value is string => typeof value === 'string'
export const integer = (value: unknown): value is number => Number.isSafeInteger(value)
export const natural = (value: unknown): value is number => integer(value) && value >= 0
export const positive = (value: unknown): value is number => integer(value) && value >= 1
export const flag = (value: unknown): value is boolean => typeof value === 'boolean'
export const cellValue = (value: unknown): value is number | string | null => value === null || integer(value) || text(value)

const matching =
  (pattern: RegExp) =>
  (value: unknown): value is string =>
    typeof value === 'string' && pattern.test(value)

export const digest = matching(/^[0-9a-f]{64}$/)
export const actorName = matching(/^[0-9a-f]{32}$/)
export const time = matching(
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/,
)
/** Not empty; no loose bits before the padding, so that octets have one spelling. */
export const base64 = matching(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)$/)
export const gridName = matching(/^\d{4}-[0-9]{1,2}[A-Z][0-9]{0,2}\.[A-Z0-9]+\.HK[12]$/)

export const among =
  <T extends string | number | boolean>(...allowed: readonly T[]) =>
  (value: unknown): value is T =>
    (allowed as readonly unknown[]).includes(value)

export const orNull =
  <T>(guard: Guard<T>) =>
  (value: unknown): value is T | null =>
    value === null || guard(value)

export const list =
  <T>(guard: Guard<T>) =>
  (value: unknown): value is readonly T[] =>
    Array.isArray(value) && value.every(guard)

export const record =
  <T>(guard: Guard<T>) =>
  (value: unknown): value is Readonly<Record<string, T>> =>
    isObject(value) && Object.values(value).every(guard)

/** At least these members, and what else there may be. */
export const having =
  <R extends Members, O extends Members = R>(required: R, optional?: O) =>
  (value: unknown): value is Read<R, O> => {
    if (!isObject(value)) return false
    for (const name in required) if (!Object.hasOwn(value, name) || required[name]?.(value[name]) !== true) return false
    for (const name in optional) if (Object.hasOwn(value, name) && optional[name]?.(value[name]) !== true) return false
    return true
  }

/** Exactly these members. */
export const exactly = <R extends Members, O extends Members = R>(required: R, optional?: O) => {
  const has = having(required, optional)
  const known = new Set([...Object.keys(required), ...Object.keys(optional ?? {})])
  return (value: unknown): value is Read<R, O> => has(value) && Object.keys(value).every((name) => known.has(name))
}
