import { expect } from 'vitest'

/** Nothing of what programs have printed holds a secret, in plain or as JSON would write it, or a personal id. Short numbers stand alone. */
export function expectUntold(printed: string, secrets: readonly string[]): void {
  expect(printed.length).toBeGreaterThan(100)
  for (const secret of secrets) {
    expect(secret.length, 'a secret that is none').toBeGreaterThan(5)
    const plain = secret.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    const wanted = new RegExp(/^\d+$/.test(secret) ? `(?<![\\da-f])${plain}(?![\\da-f])` : plain)
    expect(printed).not.toMatch(wanted)
    expect(printed).not.toContain(encodeURIComponent(secret).length > secret.length ? encodeURIComponent(secret) : JSON.stringify(secret))
  }
  expect(printed).not.toMatch(/(?<!\d)\d{12}(?!\d)/)
}
