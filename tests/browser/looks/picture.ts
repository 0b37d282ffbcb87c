import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'

export interface Picture {
  readonly width: number
  readonly height: number
  /** Different colours, and the share of the most frequent one. */
  readonly colours: number
  readonly largest: number
}

/** What a PNG file shows, decoded by the browser on an empty page of its own. */
export async function readPicture(page: Page, path: string): Promise<Picture> {
  const text = (await readFile(path)).toString('base64')
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
    if (!context) throw new Error('no canvas')
    context.drawImage(image, 0, 0)
    const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)
    const counts = new Map<number, number>()
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
    return { width: image.width, height: image.height, colours: counts.size, largest: Math.max(...counts.values()) / pixels.length }
  }, text)
}
