import { GridLink, remarksName } from '../link/index.ts'
import { type LocalStore, MemoryStore, type OwnWindow, openStore, openWindow } from '../local/index.ts'
import type { Row } from '../outbox/index.ts'
import type { ReplicaParts } from './parts.ts'
import { RemarkReplica } from './remarks.ts'
import { GridReplica } from './replica.ts'
import type { SyncedReplica } from './synced.ts'

/** A replica that a page uses until it gives it back. */
export interface Held<Replica> {
  readonly replica: Promise<Replica>
  readonly release: () => void
}

interface Opened<Replica> {
  readonly replica: Promise<Replica>
  users: number
}

let ownWindow: Promise<OwnWindow> | undefined
const stores = new Map<string, Promise<LocalStore>>()
const grids = new Map<string, Opened<GridReplica>>()
const remarks = new Map<string, Opened<RemarkReplica>>()

/** The user's store on this computer, opened once a page. */
export function storeOf(user: string): Promise<LocalStore> {
  const store = stores.get(user) ?? openStore(user)
  stores.set(user, store)
  return store
}

/** Opens what every replica needs, before anybody asks for one. */
export function prepareReplicas(user: string): void {
  ownWindow ??= openWindow()
  void storeOf(user)
}

/** The one replica of a grid in this window. */
export const openReplica = (user: string, gridId: string): Held<GridReplica> => hold(grids, user, gridId, GridReplica.open)

/** The one replica of a grid's remarks in this window. */
export const openRemarks = (user: string, gridId: string): Held<RemarkReplica> =>
  hold(remarks, user, remarksName(gridId), RemarkReplica.open)

/**
 * A page that is left gives its replica back with `release`;
 * it lives on until everything is sent, so that walking to another page sends what is left.
 */
function hold<Replica extends SyncedReplica<Row>>(
  opened: Map<string, Opened<Replica>>,
  user: string,
  name: string,
  open: (parts: ReplicaParts) => Promise<Replica>,
): Held<Replica> {
  const key = `${user} ${name}`
  const entry = opened.get(key) ?? { replica: openNew(user, name, open), users: 0 }
  opened.set(key, entry)
  entry.users += 1
  return { replica: entry.replica, release: () => void release(opened, key, entry) }
}

async function openNew<Replica>(user: string, name: string, open: (parts: ReplicaParts) => Promise<Replica>): Promise<Replica> {
  ownWindow ??= openWindow()
  const [window, store] = await Promise.all([ownWindow, storeOf(user)])
  const from = (place: LocalStore): Promise<Replica> => open(partsOf(user, name, place, window))
  return from(store).catch(() => from(new MemoryStore())) // a damaged database: work goes on in memory, and the page says so
}

function partsOf(user: string, name: string, store: LocalStore, window: OwnWindow): ReplicaParts {
  return {
    gridId: name,
    store,
    window,
    now: () => Date.now(),
    link: (confirmed, events) => new GridLink(syncUrl(), user, name, confirmed, events),
    later(pause, run) {
      const timer = setTimeout(run, pause)
      return () => clearTimeout(timer)
    },
  }
}

async function release<Replica extends SyncedReplica<Row>>(
  opened: Map<string, Opened<Replica>>,
  key: string,
  entry: Opened<Replica>,
): Promise<void> {
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
