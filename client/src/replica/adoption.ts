import type { Row } from '../outbox/index.ts'
import type { ReplicaParts } from './parts.ts'

const pause = 5_000

/** Whether what this window has left may be taken over. */
export type MayTake = (owner: string) => boolean

/** Takes over, each row once, what closed or crashed windows of this user left unsent. */
export async function adoptRows(
  { store, window, gridId }: ReplicaParts,
  take: (rows: readonly Row[]) => void,
  mayTake: MayTake,
): Promise<void> {
  for (const owner of await store.owners(gridId)) {
    if (owner === window.id) continue
    await window.ifGone(owner, async () => {
      if (mayTake(owner)) take(await store.adopt(gridId, owner, window.id))
    })
  }
}

/**
 * Looks again from time to time, since no event tells that another window is gone. A page that reloads is gone for a
 * moment and then takes its rows back itself, where its reader expects them: only who is missed twice has left.
 * Returns how to stop.
 */
export function keepAdopting(parts: ReplicaParts, adopt: (mayTake: MayTake) => Promise<void>): () => void {
  let stopped = false
  let giveUp: (() => void) | undefined
  let missed: ReadonlySet<string> = new Set()
  const look = async (): Promise<void> => {
    const missing = new Set<string>()
    const isMissedAgain = (owner: string): boolean => missing.add(owner) && missed.has(owner)
    await adopt(isMissedAgain).catch(() => undefined) // the browser denies its database: there is nothing to take over
    missed = missing
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
