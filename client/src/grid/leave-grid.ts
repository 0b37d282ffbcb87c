const tabbable =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [contenteditable="true"], [tabindex="0"]'

/** The keyboard goes on to what follows (or precedes) the grid on the page; after the last of all, to the first again. */
export function leaveGrid(host: HTMLElement, direction: 1 | -1): void {
  const wanted = direction === 1 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING
  const others = Array.from(document.querySelectorAll<HTMLElement>(tabbable)).filter(
    (element) => !host.contains(element) && element.checkVisibility(),
  )
  const beyond = others.filter((element) => (host.compareDocumentPosition(element) & wanted) !== 0)
  const next = direction === 1 ? (beyond[0] ?? others[0]) : (beyond.at(-1) ?? others.at(-1))
  next?.focus()
}
