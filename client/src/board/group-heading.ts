import type { IHeaderGroupComp, IHeaderGroupParams } from 'ag-grid-community'
import type { SheetGroup } from './sheet.ts'

/** The name of a subject over its columns and, beneath, the state of its grid in a word. */
export class GroupHeading implements IHeaderGroupComp {
  readonly #element = document.createElement('div')

  init({ displayName, state }: IHeaderGroupParams & Pick<SheetGroup, 'state'>): void {
    this.#element.className = 'group-heading'
    const name = this.#element.appendChild(document.createElement('span'))
    name.className = 'group-name'
    name.textContent = displayName
    name.title = displayName
    if (!state) return
    const chip = this.#element.appendChild(document.createElement('span'))
    chip.className = `group-state ${state.sign}`
    chip.textContent = state.word
  }

  getGui(): HTMLElement {
    return this.#element
  }

  refresh(): boolean {
    return false
  }
}
