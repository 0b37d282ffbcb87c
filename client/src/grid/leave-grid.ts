const tabbable = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]'

/** The keyboard goes on to what follows (or precedes) the grid on the page. */
export function leaveGrid(host: HTMLElement, direction: 1 | -1): void {
  const wanted = direction === 1 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING
  const others = Array.from(document.querySelectorAll<HTMLElement>(tabbable)).filter(
    (element) => !host.contains(element) && (host.compareDocumentPosition(element) & wanted) !== 0 && element.checkVisibility(),
  )
  const next = direction === 1 ? others[0] : others.at(-1)
  if (next) next.focus()
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}
