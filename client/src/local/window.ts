/** A window of this browser as the owner of outbox rows. It lives as long as it holds the lock of its name. */
export interface OwnWindow {
  readonly id: string
  /** Runs `take` if the window of that name is gone, and keeps others from doing the same meanwhile. */
  ifGone(other: string, take: () => Promise<void>): Promise<void>
}

const lockName = (id: string): string => `hocba-window-${id}`

/** Takes this window's lock for as long as the page lives; the browser lets go of it at a close, a crash or a kill. */
export async function openWindow(): Promise<OwnWindow> {
  const id = newWindowId()
  const locks = lockManager()
  if (!locks) return { id, ifGone: (_other, take) => take() }
  await new Promise<void>((held) => {
    void locks.request(lockName(id), () => {
      held()
      return new Promise<never>(() => undefined)
    })
  })
  return {
    id,
    async ifGone(other, take) {
      await locks.request(lockName(other), { ifAvailable: true }, async (lock) => {
        if (lock) await take()
      })
    },
  }
}

const newWindowId = (): string => crypto.getRandomValues(new Uint32Array(2)).join('-')

/** Without TLS and off the loopback there are no locks; the server then still takes a row only once, whoever sends it. */
const lockManager = (): LockManager | undefined => ('locks' in navigator ? navigator.locks : undefined)
