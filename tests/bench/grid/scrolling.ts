import type { Page } from 'playwright-core'

/** Frames a second while the rows go up and down as fast as a wheel turns. */
export const scrollRate = (page: Page, seconds: number): Promise<number> =>
  page.evaluate(
    (duration) =>
      new Promise<number>((resolve, reject) => {
        const isScrolled = (element: Element): boolean =>
          element.scrollHeight > element.clientHeight + 40 && /auto|scroll/.test(getComputedStyle(element).overflowY)
        let scrolled = document.querySelector('[row-id]')?.parentElement ?? null
        while (scrolled && !isScrolled(scrolled)) scrolled = scrolled.parentElement
        if (!scrolled) return reject(new Error('nothing scrolls'))
        const place = scrolled
        let [frames, step, start] = [0, 30, 0]
        const frame = (time: number): void => {
          if (start === 0) start = time
          const before = place.scrollTop
          place.scrollTop += step
          if (place.scrollTop === before) step = -step
          frames += 1
          if (time - start >= duration) resolve(((frames - 1) * 1000) / (time - start))
          else requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
    seconds * 1000,
  )
