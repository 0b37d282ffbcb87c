import type { Page } from 'playwright-core'

/** What can be pressed, in shadow trees too, is smaller than 24 px and stands in no sentence. */
export function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const isInSentence = (element: Element): boolean =>
      element.tagName === 'A' &&
      getComputedStyle(element).display === 'inline' &&
      (element.parentElement?.textContent ?? '').trim() !== element.textContent?.trim()
    const pressed = 'button, a[href], input, select, textarea, summary, [role=button], [role=option], [role=slider]'
    const roots: (Document | ShadowRoot)[] = [
      document,
      ...Array.from(document.querySelectorAll('*'), (one) => one.shadowRoot).filter((one) => one !== null),
    ]
    return roots
      .flatMap((root) => Array.from(root.querySelectorAll(pressed)))
      .filter(
        (element) =>
          element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
          !isInSentence(element) &&
          !element.closest('[style*="clip"]'),
      )
      .map((element) => ({
        box: (element instanceof HTMLInputElement ? (element.closest('label') ?? element) : element).getBoundingClientRect(),
        name: element.outerHTML.slice(0, 110),
      }))
      .filter(({ box }) => box.right > 0 && box.bottom > 0 && (box.width < 24 || box.height < 24))
      .map(({ box, name }) => `${Math.round(box.width)}×${Math.round(box.height)} ${name}`)
  })
}

/** What has the keyboard, when nothing of it can be seen because something else stands before it; otherwise nothing. */
export function coveredFocus(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement
    const box = element?.getBoundingClientRect()
    if (!element || !box || element === document.body || box.width < 2) return ''
    const parts = [0.1, 0.5, 0.9]
    const seen = parts
      .flatMap((x) => parts.map((y) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)))
      .some(
        (top) =>
          top !== null &&
          (element.contains(top) ||
            top.contains(element) ||
            element.closest('label')?.contains(top) === true ||
            top.className === 'fill-handle'),
      )
    return seen ? '' : element.outerHTML.slice(0, 110)
  })
}
