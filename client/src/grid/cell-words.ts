/** What a cell shows, as an element: a renderer's string AG Grid would parse as HTML, with whatever stands in a name. */
export function cellWords(words: string): HTMLSpanElement {
  const element = document.createElement('span')
  element.textContent = words
  return element
}
