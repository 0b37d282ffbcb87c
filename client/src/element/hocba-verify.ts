import { LitElement, type PropertyDeclarations, html } from 'lit'
import type { VerifyReport } from '@hocba/shared/verify'
import { renderReport } from './report.ts'
import { styles } from './styles.ts'
import { type ElementTexts, textsFor } from './texts.ts'

type Phase =
  | { readonly step: 'idle' }
  | { readonly step: 'checking'; readonly files: readonly File[] }
  | { readonly step: 'failed'; readonly files: readonly File[] }
  | { readonly step: 'done'; readonly files: readonly File[]; readonly reports: readonly VerifyReport[] }

/** An XML and a PDF file; a folder dropped by mistake is not a batch. */
const fileLimit = 2

/** The school that serves this script, unless the page names another with `server`. */
const home = new URL(import.meta.url).origin

/**
 * `<hocba-verify server="https://…">`: choose or drop a signed file, or the XML and the PDF of one record, see the verdict.
 * Stands in any page without React; the checker is fetched with the first file.
 */
export class HocbaVerify extends LitElement {
  static override styles = styles
  static override properties: PropertyDeclarations = { server: {}, phase: { state: true }, over: { state: true } }

  declare server: string
  declare phase: Phase
  declare over: boolean

  constructor() {
    super()
    this.server = home
    this.phase = { step: 'idle' }
    this.over = false
  }

  override render() {
    const texts = textsFor(this.closest('[lang]')?.getAttribute('lang') ?? document.documentElement.lang)
    return html`${this.#chooser(texts)}
      <div aria-live="polite">${this.#outcome(texts)}</div>`
  }

  async check(...files: readonly File[]): Promise<void> {
    this.phase = { step: 'checking', files }
    try {
      const { checkFiles } = await import('./checker.ts')
      const reports = await checkFiles(files, this.server)
      this.phase = { step: 'done', files, reports }
      await this.updateComplete
      this.renderRoot.querySelector<HTMLElement>('#verdict')?.focus()
    } catch {
      this.phase = { step: 'failed', files } // the sentence says what to do; the file itself never makes the checker throw
    }
  }

  #chooser(texts: ElementTexts) {
    return html`<div
      class=${this.over ? 'drop over' : 'drop'}
      @dragover=${(event: DragEvent) => this.#hover(event, true)}
      @dragleave=${(event: DragEvent) => this.#hover(event, false)}
      @drop=${(event: DragEvent) => this.#drop(event)}
    >
      <label class="choose">
        <input type="file" multiple accept=".xml,.pdf,application/xml,application/pdf" @change=${(event: Event) => this.#pick(event)} />
        <span>${this.phase.step === 'idle' ? texts.choose : texts.another}</span>
      </label>
      <p>${texts.drop}</p>
      <p class="soft">${texts.promise}</p>
    </div>`
  }

  #outcome(texts: ElementTexts) {
    const { phase } = this
    switch (phase.step) {
      case 'idle':
        return ''
      case 'checking':
        return html`<p class="busy">${texts.checking}: ${phase.files.map(({ name }) => name).join(', ')}…</p>`
      case 'failed':
        return html`<div class="verdict unknown">
          <p>${texts.failed}</p>
          <button type="button" @click=${() => void this.check(...phase.files)}>${texts.again}</button>
        </div>`
      case 'done':
        return phase.reports.map((report, index) => renderReport(texts, phase.files[index]?.name ?? '', report, index))
    }
  }

  #hover(event: DragEvent, over: boolean) {
    event.preventDefault()
    this.over = over
  }

  #drop(event: DragEvent) {
    this.#hover(event, false)
    this.#take([...(event.dataTransfer?.files ?? [])])
  }

  #pick(event: Event) {
    const input = event.currentTarget
    if (!(input instanceof HTMLInputElement)) return
    const files = [...(input.files ?? [])]
    input.value = '' // the same file may be chosen again after it changed
    this.#take(files)
  }

  #take(files: readonly File[]) {
    if (files.length > 0) void this.check(...files.slice(0, fileLimit))
  }
}
