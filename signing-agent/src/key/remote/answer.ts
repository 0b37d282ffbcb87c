/** Reads the answer of a service: whatever is not where it should be is `undefined`. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value
  for (const name of path) here = typeof here === 'object' && here !== null ? Reflect.get(here, name) : undefined
  return here
}

export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path)
  return typeof found === 'string' && found !== '' ? found : undefined
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}

export const textsAt = (value: unknown, ...path: readonly string[]): readonly string[] =>
  listAt(value, ...path).filter((one): one is string => typeof one === 'string')

/** Base64 of DER, or PEM. */
export const derOf = (text: string): Uint8Array => Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64')
