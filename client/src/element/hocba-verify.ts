import { LitElement, type PropertyDeclarations, html } from 'lit'
import type { VerifyReport } from '@hocba/shared/verify'
import { renderReport } from './report.ts'
import { styles } from './styles.ts'
import { type ElementTexts, textsFor } from './texts.ts'

type Phase =
  | { readonly step: 'idle' }
  | { readonly step: 'checking'; readonly file: File }
  | { readonly step: 'failed'; readonly file: File }
  | { readonly step: 'done'; readonly file: File; readonly report: VerifyReport }

/** The school that serves this script, unless the page names another with `server`. */
const home = new URL(import.meta.url).origin

/**
 * `<hocba-verify server="https://…">`: choose or drop a signed file, see the verdict.
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

  async check(file: File): Promise<void> {
    this.phase = { step: 'checking', file }
    try {
      const { checkFile } = await import('./checker.ts')
      const report = await checkFile(file, this.server)
      this.phase = { step: 'done', file, report }
      await this.updateComplete
      this.renderRoot.querySelector<HTMLElement>('#verdict')?.focus()
    } catch {
      this.phase = { step: 'failed', file } // the sentence says what to do; the file itself never makes the checker throw
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
        <input type="file" accept=".xml,.pdf,application/xml,application/pdf" @change=${(event: Event) => this.#pick(event)} />
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
        return html`<p class="busy">${texts.checking}: ${phase.file.name}…</p>`
      case 'failed':
        return html`<div class="verdict unknown">
          <p>${texts.failed}</p>
          <button type="button" @click=${() => void this.check(phase.file)}>${texts.again}</button>
        </div>`
      case 'done':
        return renderReport(texts, phase.file.name, phase.report)
    }
  }

  #hover(event: DragEvent, over: boolean) {
    event.preventDefault()
    this.over = over
  }

  #drop(event: DragEvent) {
    this.#hover(event, false)
    const file = event.dataTransfer?.files[0]
    if (file !== undefined) void this.check(file)
  }

  #pick(event: Event) {
    const input = event.currentTarget
    if (!(input instanceof HTMLInputElement)) return
    const file = input.files?.[0]
    input.value = '' // the same file may be chosen again after it changed
    if (file !== undefined) void this.check(file)
  }
}
