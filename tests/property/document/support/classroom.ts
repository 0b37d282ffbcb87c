import { Doc, UndoManager, applyUpdate, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import type { CellKey, CellValue } from '@hocba/shared/grid'
import { Server, cells, judge, rules } from './judge.ts'
import type { Random } from './random.ts'

const values: Readonly<Record<string, readonly CellValue[]>> = {
  mark: [0, 5, 63, 64, 85, 100, null],
  comment: ['D', 'CD', null],
  conduct: ['T', 'K', 'D', 'CD', null],
  absences: [0, 1, 64, 399, 400, null],
}

export const valueFor = (random: Random, cell: string): CellValue => random.pick(values[rules.kindOf(cell) ?? 'mark'] ?? [null])

/** A browser tab with a plain Yjs replica; two tabs of one user may share a channel past the server. */
interface Tab {
  readonly user: string
  doc: Doc
  undo: UndoManager
  online: boolean
  unsent: Uint8Array[]
  /** Holds edits that came past the server: only a merged step 2 can bring them. */
  shared: boolean
  /** What the server has sent but this tab has not received yet. */
  inbox: Uint8Array[]
}

/** Real Yjs clients around one server: everything they send is honest. */
export class Classroom {
  readonly server = new Server()
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
    const doc = new Doc({ gc: this.#random.chance(0.8) })
    this.#clients += 1
    doc.clientID = this.#random.chance(0.5) ? this.#clients : 2 ** 32 - this.#clients
    const map = doc.getMap('cells')
    if (state) applyUpdate(doc, state)
    const opened: Tab = { ...tab, doc, undo: new UndoManager(map, { captureTimeout: 0 }) }
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'network') this.#written(opened, update)
    })
    return opened
  }

  #written(tab: Tab, update: Uint8Array): void {
    if (tab.online) this.send(tab, update)
    else tab.unsent.push(update)
  }

  send(tab: Tab, update: Uint8Array): void {
    this.sent.push({ update, user: tab.user })
    const result = judge(this.server, update, tab.user)
    if (!result.ok) {
      this.refused.push(`${result.error.code}: ${result.error.message ?? ''}`)
      return
    }
    this.server.accept(update, tab.user, result.value)
    for (const other of this.tabs) if (other !== tab && other.online) other.inbox.push(update)
  }

  /** One random thing that people and networks do. */
  step(): void {
    const random = this.#random
    const index = random.below(this.tabs.length)
    const tab = this.tabs[index]
    if (!tab) return
    const roll = random.next()
    if (roll < 0.42) this.#write(tab, 1)
    else if (roll < 0.5) this.#write(tab, 2 + random.below(8))
    else if (roll < 0.56) tab.doc.getMap('cells').delete(random.pick(cells))
    else if (roll < 0.63) tab.undo.undo()
    else if (roll < 0.68) tab.undo.redo()
    else if (roll < 0.88) this.#receive(tab)
    else if (roll < 0.93) this.#toggle(tab)
    else if (roll < 0.96) this.tabs[index] = this.#reload(tab)
    else this.#share(tab)
  }

  #write(tab: Tab, count: number): void {
    const map = tab.doc.getMap('cells')
    tab.doc.transact(() => {
      for (let index = 0; index < count; index += 1) {
        const cell: CellKey = this.#random.pick(cells)
        map.set(cell, valueFor(this.#random, cell))
      }
    }, tab.undo)
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
    if (series) for (const update of unsent) this.send(tab, update)
    this.send(tab, encodeStateAsUpdate(tab.doc, encodeStateVector(this.server.doc)))
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
    for (const tab of this.tabs) {
      if (!tab.online) this.#toggle(tab)
    }
    for (const tab of this.tabs) this.#receive(tab)
    for (const tab of this.tabs) applyUpdate(tab.doc, encodeStateAsUpdate(this.server.doc, encodeStateVector(tab.doc)), 'network')
  }
}
