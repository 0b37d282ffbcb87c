/** Far enough apart to be told from each other; the name stands beside the colour, which is never the only sign. */
export const hues = [210, 150, 20, 280, 330, 95, 245, 45] as const

/** The same person has the same colour in every window. */
export function hueOf(userId: string): number {
  let sum = 0
  for (const character of userId) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return hues[sum % hues.length] ?? hues[0]
}

export interface PresenceColor {
  /** An outline, 3:1 against the cells in light and in dark. */
  readonly line: string
  /** Behind white text, 4.5:1. */
  readonly label: string
}

export function presenceColor(userId: string): PresenceColor {
  const hue = hueOf(userId)
  return { line: `oklch(${lightness.line} 0.13 ${hue})`, label: `oklch(${lightness.label} 0.12 ${hue})` }
}

/** One lightness for both schemes: a unit test holds each hue to its contrast. */
export const lightness = { line: '60%', label: '48%' } as const
