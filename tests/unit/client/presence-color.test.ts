import { describe, expect, it } from 'vitest'
import { hues, lightness } from '../../../client/src/grid/presence-color.ts'

/** oklch to the relative luminance of WCAG 2.2, by the matrices of CSS Color 4; out of gamut is clipped. */
function luminance(l: number, chroma: number, hue: number): number {
  const angle = (hue * Math.PI) / 180
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)]
  const [long, middle, short] = [
    (l + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (l - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (l - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ]
  const clip = (value: number): number => Math.max(0, Math.min(1, value))
  const red = clip(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short)
  const green = clip(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short)
  const blue = clip(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const ratio = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)

/** `--card` in tokens.css: #ffffff and #1c222b. */
const cards = { light: 1, dark: 0.0158 }

describe('colours of people', () => {
  it.each(hues)('ACCESS-6 hue %d: the outline has 3:1 on light and dark cells, white text 4.5:1 on its label', (hue) => {
    const line = luminance(Number.parseFloat(lightness.line) / 100, 0.13, hue)
    const label = luminance(Number.parseFloat(lightness.label) / 100, 0.12, hue)
    expect(ratio(line, cards.light)).toBeGreaterThanOrEqual(3)
    expect(ratio(line, cards.dark)).toBeGreaterThanOrEqual(3)
    expect(ratio(label, 1)).toBeGreaterThanOrEqual(4.5)
  })
})
