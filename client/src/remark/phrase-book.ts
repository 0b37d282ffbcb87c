import { type KeptPhrases, type LocalStore, phrasesKey } from '../local/index.ts'

/** What the server has of the person's phrases; `null` before the first. */
export interface ServerPhrases {
  readonly text: string | null
  readonly revision: number
  readonly replaced?: string
}

export interface PhraseServer {
  read(): Promise<ServerPhrases>
  write(text: string, base: number): Promise<ServerPhrases>
}

/**
 * A teacher's phrases: on this computer at once, on the server as soon as it can be reached. The last writer wins with the
 * whole text; the text that it replaced unseen comes back with the answer, and is offered until the teacher has decided.
 */
export class PhraseBook {
  readonly #store: Pick<LocalStore, 'keep' | 'recall' | 'lasting'>
  readonly #server: PhraseServer
  readonly #listeners = new Set<() => void>()
  #kept: KeptPhrases | undefined
  #meeting: Promise<boolean> | undefined

  private constructor(store: Pick<LocalStore, 'keep' | 'recall' | 'lasting'>, server: PhraseServer, kept: KeptPhrases | undefined) {
    this.#store = store
    this.#server = server
    this.#kept = kept
  }

  static async open(store: Pick<LocalStore, 'keep' | 'recall' | 'lasting'>, server: PhraseServer): Promise<PhraseBook> {
    return new PhraseBook(store, server, (await store.recall(phrasesKey).catch(() => undefined)) as KeptPhrases | undefined)
  }

  get kept(): KeptPhrases | undefined {
    return this.#kept
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whether the text outlives this window: in the browser, or else on the server. */
  async change(text: string, inFile: boolean): Promise<boolean> {
    const { revision } = this.#kept ?? {}
    const stays = await this.#keep({ text, inFile, sent: false, ...(revision === undefined ? {} : { revision }) })
    const sent = this.meet()
    return stays || (await sent)
  }

  exported(): void {
    if (this.#kept) void this.#keep({ ...this.#kept, inFile: true })
  }

  /** Sends what was written here, or takes what was written elsewhere; whether the server has been reached. One at a time. */
  meet(): Promise<boolean> {
    this.#meeting ??= this.#meet()
      .then(
        () => true,
        () => false, // no network or no right: the text is on this computer, and goes with the next meeting
      )
      .finally(() => {
        this.#meeting = undefined
      })
    return this.#meeting
  }

  async #meet(): Promise<void> {
    if (this.#kept === undefined || this.#kept.sent === true) await this.#take()
    while (this.#kept && this.#kept.sent !== true) await this.#send(this.#kept)
  }

  async #take(): Promise<void> {
    const { text, revision, replaced } = await this.#server.read()
    const now = this.#kept
    if (text === null || now?.sent === false) return
    await this.#keep({ text, inFile: true, sent: true, revision, ...(replaced === undefined ? {} : { replaced }) })
  }

  async #send(written: KeptPhrases): Promise<void> {
    const { revision, replaced } = await this.#server.write(written.text, written.revision ?? 0)
    const now = this.#kept ?? written
    const sent = now.text === written.text
    await this.#keep({ text: now.text, inFile: sent || now.inFile, sent, revision, ...(replaced === undefined ? {} : { replaced }) })
  }

  #keep(kept: KeptPhrases): Promise<boolean> {
    this.#kept = kept
    for (const listener of this.#listeners) listener()
    return this.#store.keep(phrasesKey, kept).then(
      () => this.#store.lasting,
      () => false,
    )
  }
}
