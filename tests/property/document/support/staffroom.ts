import { Doc, UndoManager, applyUpdate, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { edit } from './desk.ts'
import type { Random } from './random.ts'
import { RemarkServer, judgeRemark, roots } from './remark-judge.ts'

interface Tab {
  readonly user: string
  readonly doc: Doc
  readonly undo: UndoManager
  online: boolean
  unsent: Uint8Array[]
  /** Holds edits that came past the server: only a merged step 2 can bring them. */
  shared: boolean
  inbox: Uint8Array[]
}

/** Editors of remarks around one server: everything they send is honest. */
export class Staffroom {
  readonly server = new RemarkServer()
  readonly sent: { readonly update: Uint8Array; readonly user: string }[] = []
  readonly tabs: Tab[] = []
  readonly refused: string[] = []
  #clients = 1000
  readonly #random: Random

  constructor(random: Random, users: readonly string[]) {
    this.#random = random
    for (const user of users) this.tabs.push(this.#open({ user, online: true, inbox: [], unsent: [], shared: false }))
  }

  #open(tab: Pick<Tab, 'user' | 'online' | 'inbox' | 'unsent' | 'shared'>, state?: Uint8Array): Tab {
    const doc = new Doc({ gc: this.#random.chance(0.6) })
    this.#clients += 1
    doc.clientID = this.#random.chance(0.5) ? this.#clients : 2 ** 32 - this.#clients
    if (state) applyUpdate(doc, state)
    const fragments = roots.map((root) => doc.getXmlFragment(root))
    const opened: Tab = { ...tab, doc, undo: new UndoManager(fragments, { captureTimeout: 0, trackedOrigins: new Set(['typed']) }) }
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'network') return
      if (opened.online) this.#send(opened, update)
      else opened.unsent.push(update)
    })
    return opened
  }

  #send(tab: Tab, update: Uint8Array): void {
    this.sent.push({ update, user: tab.user })
    const result = judgeRemark(this.server, update, tab.user)
    if (!result.ok) {
      this.refused.push(`${result.error.code}: ${result.error.message ?? ''}: ${Buffer.from(update).toString('hex')}`)
      return
    }
    this.server.accept(update, tab.user, result.value)
    for (const other of this.tabs) if (other !== tab && other.online) other.inbox.push(update)
  }

  step(): void {
    const random = this.#random
    const index = random.below(this.tabs.length)
    const tab = this.tabs[index]
    if (!tab) return
    const roll = random.next()
    if (roll < 0.5) edit(tab.doc, random, 'typed')
    else if (roll < 0.58) tab.undo.undo()
    else if (roll < 0.63) tab.undo.redo()
    else if (roll < 0.84) this.#receive(tab)
    else if (roll < 0.93) this.#toggle(tab)
    else if (roll < 0.96) this.tabs[index] = this.#reload(tab)
    else this.#share(tab)
  }

  #receive(tab: Tab): void {
    for (const update of tab.inbox.splice(0)) applyUpdate(tab.doc, update, 'network')
  }

  /** Goes offline, or comes back and sends its series, or the same as one merged step 2. */
  #toggle(tab: Tab): void {
    if (tab.online) {
      tab.online = false
      tab.inbox = []
      return
    }
    tab.online = true
    const unsent = tab.unsent.splice(0)
    const series = !tab.shared && this.#random.chance(0.4)
    tab.shared = false
    if (series) for (const update of unsent) this.#send(tab, update)
    // The whole state instead of what is missing: no y-websocket does that, but it says nothing new beside.
    const whole = tab.doc.store.clients.size <= 4 && this.#random.chance(0.4)
    const stepTwo = whole ? undefined : encodeStateVector(this.server.doc)
    this.#send(tab, encodeStateAsUpdate(tab.doc, stepTwo))
    tab.inbox.push(encodeStateAsUpdate(this.server.doc, encodeStateVector(tab.doc)))
  }

  /** The same state under a new client id, as after a reload of the page. */
  #reload(tab: Tab): Tab {
    this.#receive(tab)
    const state = encodeStateAsUpdate(tab.doc)
    tab.doc.destroy()
    return this.#open(tab, state)
  }

  /** Two offline tabs of one user in one browser exchange what they have. */
  #share(tab: Tab): void {
    const other = this.tabs.find((each) => each !== tab && each.user === tab.user && !each.online && !tab.online)
    if (!other) return
    applyUpdate(tab.doc, encodeStateAsUpdate(other.doc), 'network')
    tab.shared = true
  }

  /** Everybody comes online and receives everything; then all replicas must agree. */
  settle(): void {
    for (const tab of this.tabs) if (!tab.online) this.#toggle(tab)
    for (const tab of this.tabs) {
      this.#receive(tab)
      applyUpdate(tab.doc, encodeStateAsUpdate(this.server.doc, encodeStateVector(tab.doc)), 'network')
    }
  }
}
