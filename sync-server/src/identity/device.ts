import type { FastifyRequest } from 'fastify'
import type { Origin } from './session.ts'

export const originOf = ({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): Origin => ({
  address: ip,
  device: deviceOf(headers['user-agent'] ?? ''),
})

/** In the order in which they must be asked: nearly every browser also claims to be Safari, and Edge to be Chrome. */
const browsers: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bcoc_coc_browser\//i, 'Cốc Cốc'],
  [/\bOPR\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:(?:Headless)?Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const systems: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/** `Chrome, Windows`; empty for what is no browser. Only these words are kept: the whole text would be a fingerprint. */
export function deviceOf(userAgent: string): string {
  const named = (list: typeof browsers): string | undefined => list.find(([pattern]) => pattern.test(userAgent))?.[1]
  const browser = named(browsers)
  return browser === undefined ? '' : [browser, named(systems)].filter((name) => name !== undefined).join(', ')
}
