import type { Row } from '../outbox/index.ts'
import type { ReplicaParts } from './parts.ts'

const pause = 5_000

/** Takes over, each row once, what closed or crashed windows of this user left unsent. */
export async function adoptRows({ store, window, gridId }: ReplicaParts, take: (rows: readonly Row[]) => void): Promise<void> {
  for (const owner of await store.owners(gridId)) {
    if (owner === window.id) continue
    await window.ifGone(owner, async () => take(await store.adopt(gridId, owner, window.id)))
  }
}

/** Looks again from time to time, since no event tells that another window is gone. Returns how to stop. */
export function keepAdopting(parts: ReplicaParts, adopt: () => Promise<void>): () => void {
  let stopped = false
  let giveUp: (() => void) | undefined
  const look = async (): Promise<void> => {
    await adopt().catch(() => undefined) // the browser denies its database: there is nothing to take over
    plan()
  }
  const plan = (): void => {
    if (!stopped) giveUp = parts.later(pause, () => void look())
  }
  plan()
  return () => {
    stopped = true
    giveUp?.()
  }
}
