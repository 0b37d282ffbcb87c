/**
 * A sign at the name of each student without a remark, and at the one whose remark is open.
 * One style sheet, because the rows of the grid come and go while it scrolls; the sign is spoken as `words`.
 */
export class RowSign {
  readonly #sheet = new CSSStyleSheet()
  #shown = ''

  constructor() {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet]
  }

  show(without: readonly string[], open: string | undefined, words: string): void {
    const sign = `content: '✎'; content: '✎' / ${JSON.stringify(words)};`
    const rules = [
      ...(without.length > 0 ? [`${without.map((id) => `${name(id)}::before`).join(',')} { ${sign} }`] : []),
      ...(open === undefined ? [] : [`${name(open)} { box-shadow: inset 3px 0 0 var(--accent); }`]),
    ].join('\n')
    if (rules === this.#shown) return
    this.#shown = rules
    this.#sheet.replaceSync(rules)
  }

  remove(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet)
  }
}

const name = (student: string): string => `.grid-host [row-id="${CSS.escape(student)}"] [col-id='name']`
