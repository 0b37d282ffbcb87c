import { useEffect, useState } from 'react'
import { signedInEvent } from '../app/session.tsx'
import { type GridReplica, type ReplicaStatus, openReplica } from '../replica/index.ts'
import { useTold } from '../ui/use-told.ts'

export { useTold }

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
