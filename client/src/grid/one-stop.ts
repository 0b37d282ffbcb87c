/** AG Grid draws its own, and browsers let the Tab key stop at whatever scrolls. */
const scrollbars = '.ag-body-horizontal-scroll-viewport, .ag-body-vertical-scroll-viewport'

/**
 * WAI-ARIA's grid pattern: one cell takes part in the order of the Tab key, here the one that has or last had the keyboard.
 * AG Grid makes a stop of every row and of two guards beside; `tabIndex: -1` takes those away.
 */
export function keepOneStop(host: HTMLElement, active: Element | null): void {
  for (const other of host.querySelectorAll('[row-id] [col-id][tabindex="0"]')) {
    if (other !== active) other.setAttribute('tabindex', '-1')
  }
  for (const bar of host.querySelectorAll(scrollbars)) bar.setAttribute('tabindex', '-1')
  const stop = active ?? host.querySelector('[row-id] [col-id]') // scrolled out of sight: any cell leads back to it
  stop?.setAttribute('tabindex', '0')
}
