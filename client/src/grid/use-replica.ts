import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { signedInEvent } from '../app/session.tsx'
import { type GridReplica, type ReplicaStatus, openReplica } from '../replica/index.ts'

/** The replica of a grid for as long as the page shows it; `undefined` while it opens. */
export function useReplica(user: string, gridId: string): GridReplica | undefined {
  const [held, hold] = useState<GridReplica>()
  useEffect(() => {
    let left = false
    const { replica, release } = openReplica(user, gridId)
    void replica.then((opened) => {
      if (!left) hold(opened)
    })
    return () => {
      left = true
      hold(undefined)
      release()
    }
  }, [user, gridId])
  useEffect(() => {
    if (!held) return undefined
    const resume = (): void => held.resume()
    window.addEventListener(signedInEvent, resume)
    return () => window.removeEventListener(signedInEvent, resume)
  }, [held])
  return held
}

export const useStatus = (replica: GridReplica): ReplicaStatus => useTold(replica, (one) => one.status)

/** What `read` says now and after every change of the replica; `read` gives the same object while nothing changed. */
export function useTold<Part>(replica: GridReplica, read: (replica: GridReplica) => Part): Part {
  const subscribe = useCallback((listener: () => void) => replica.subscribe(listener), [replica])
  return useSyncExternalStore(subscribe, () => read(replica))
}
