import type { Locator } from 'playwright-core'

/** The contrast of an element's text against what lies behind it, by WCAG’s formula, from computed styles. */
export function contrastOf(element: Locator): Promise<number> {
  return element.first().evaluate((node) => {
    type Color = readonly [r: number, g: number, b: number, a: number]
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    const read = (color: string): Color => {
      if (!context) throw new Error('no canvas')
      context.clearRect(0, 0, 1, 1)
      context.fillStyle = color
      context.fillRect(0, 0, 1, 1)
      const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data
      return [r, g, b, a / 255]
    }
    const over = ([r, g, b, a]: Color, [x, y, z]: Color): Color => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1]
    const layers: Color[] = []
    for (let place: Element | null = node; place; place = place.parentElement) layers.push(read(getComputedStyle(place).backgroundColor))
    const ground = layers.reduceRight<Color>((below, layer) => over(layer, below), [255, 255, 255, 1])
    const text = over(read(getComputedStyle(node).color), ground)
    const luminance = ([r, g, b]: Color): number => {
      const [x = 0, y = 0, z = 0] = [r, g, b].map((value) => {
        const share = value / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * x + 0.7152 * y + 0.0722 * z
    }
    const [one, other] = [luminance(text), luminance(ground)]
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
  })
}
