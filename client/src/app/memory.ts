import { isOffline } from './problem.ts'

const prefix = 'hocba.last.'

/**
 * Runs `ask` and keeps its answer on this device, so that a page opened without a network shows the last known one.
 * Only lists of grids and who is signed in are kept this way: marks live in the replica, not here.
 */
export async function remembered<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    const answer = await ask()
    keep(key, answer)
    return answer
  } catch (error) {
    const last = isOffline(error) ? recall<Answer>(key) : undefined
    if (last === undefined) throw error
    return last
  }
}

export function recall<Answer>(key: string): Answer | undefined {
  const text = localStorage.getItem(prefix + key)
  return text === null ? undefined : (JSON.parse(text) as Answer)
}

/** Calls back when another window of this browser has kept another answer, or forgotten this one. Returns how to stop. */
export function onOtherWindow<Answer>(key: string, changed: (answer: Answer | undefined) => void): () => void {
  const listen = ({ key: written }: StorageEvent): void => {
    if (written === prefix + key) changed(recall<Answer>(key))
  }
  window.addEventListener('storage', listen)
  return () => window.removeEventListener('storage', listen)
}

function keep(key: string, answer: unknown): void {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(answer))
  } catch {
    localStorage.removeItem(prefix + key) // no room: an old answer would be worse than none
  }
}

/** Called at sign-out: the next person on this device starts with nothing, a draft in this tab included. */
export function forgetAll(): void {
  const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index))
  for (const key of keys) if (key?.startsWith(prefix)) localStorage.removeItem(key)
  sessionStorage.clear()
}
