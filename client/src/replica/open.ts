import { GridLink } from '../link/index.ts'
import { type LocalStore, MemoryStore, type OwnWindow, openStore, openWindow } from '../local/index.ts'
import type { ReplicaParts } from './parts.ts'
import { GridReplica } from './replica.ts'

interface Opened {
  readonly replica: Promise<GridReplica>
  users: number
}

let ownWindow: Promise<OwnWindow> | undefined
const stores = new Map<string, Promise<LocalStore>>()
const opened = new Map<string, Opened>()

/** The user's store on this computer, opened once a page. */
export function storeOf(user: string): Promise<LocalStore> {
  const store = stores.get(user) ?? openStore(user)
  stores.set(user, store)
  return store
}

/**
 * The one replica of a grid in this window. A page that is left gives it back with `release`;
 * it lives on until everything is sent, so that walking to another page sends what is left.
 */
export function openReplica(user: string, gridId: string): { readonly replica: Promise<GridReplica>; readonly release: () => void } {
  const key = `${user} ${gridId}`
  const entry = opened.get(key) ?? { replica: openNew(user, gridId), users: 0 }
  opened.set(key, entry)
  entry.users += 1
  return { replica: entry.replica, release: () => void release(key, entry) }
}

async function openNew(user: string, gridId: string): Promise<GridReplica> {
  ownWindow ??= openWindow()
  const [window, store] = await Promise.all([ownWindow, storeOf(user)])
  const open = (from: LocalStore): Promise<GridReplica> => GridReplica.open(partsOf(gridId, from, window))
  return open(store).catch(() => open(new MemoryStore())) // a damaged database: work goes on in memory, and the page says so
}

function partsOf(gridId: string, store: LocalStore, window: OwnWindow): ReplicaParts {
  return {
    gridId,
    store,
    window,
    now: () => Date.now(),
    link: (confirmed, events) => new GridLink(syncUrl(), gridId, confirmed, events),
    later(pause, run) {
      const timer = setTimeout(run, pause)
      return () => clearTimeout(timer)
    },
  }
}

async function release(key: string, entry: Opened): Promise<void> {
  entry.users -= 1
  const replica = await entry.replica
  const close = (): void => {
    if (entry.users > 0 || replica.status.pending > 0 || opened.get(key) !== entry) return
    opened.delete(key)
    void replica.dispose()
  }
  replica.subscribe(close)
  close()
}

const syncUrl = (): string => `${location.origin.replace(/^http/, 'ws')}/sync`
