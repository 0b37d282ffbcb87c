import { type Doc, encodeStateAsUpdate } from 'yjs'

/** Whether something that may only look at a document has left it as it was: its bytes, its roots, nothing waiting. */
export class Unchanged {
  readonly #doc: Doc
  #state: Uint8Array | undefined
  #roots = ''

  constructor(doc: Doc) {
    this.#doc = doc
    doc.on('afterTransaction', () => (this.#state = undefined))
  }

  /** The document as an update; made once and kept until the next transaction. */
  get state(): Uint8Array {
    this.#state ??= encodeStateAsUpdate(this.#doc)
    return this.#state
  }

  begin(): void {
    void this.state
    this.#roots = this.#named()
  }

  check(): void {
    const before = this.#state
    if (before === undefined || Buffer.compare(encodeStateAsUpdate(this.#doc), before) !== 0)
      throw new Error('reading changed the document')
    if (this.#named() !== this.#roots) throw new Error('reading made a root')
    if (this.#doc.store.pendingStructs !== null || this.#doc.store.pendingDs !== null) throw new Error('reading left something waiting')
  }

  #named(): string {
    return [...this.#doc.share.keys()].join()
  }
}
