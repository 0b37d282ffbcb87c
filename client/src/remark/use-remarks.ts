import { useEffect, useState, useSyncExternalStore } from 'react'
import { signedInEvent } from '../app/session.tsx'
import { type RemarkReplica, openRemarks } from '../replica/index.ts'

/** The remarks of a grid for as long as the page shows them; `undefined` while they open. */
export function useRemarks(user: string, gridId: string): RemarkReplica | undefined {
  const [held, hold] = useState<RemarkReplica>()
  useEffect(() => {
    let left = false
    const { replica, release } = openRemarks(user, gridId)
    void replica.then((opened) => {
      if (!left) hold(opened)
    })
    return () => {
      left = true
      hold(undefined)
      release()
    }
  }, [user, gridId])
  useEffect(() => held && watchWindow(held), [held])
  return held
}

/** A window that goes away leaves nothing half written; a session that comes back goes on. */
function watchWindow(held: RemarkReplica): () => void {
  const flush = (): void => held.flush()
  const resume = (): void => held.resume()
  window.addEventListener('pagehide', flush)
  document.addEventListener('visibilitychange', flush)
  window.addEventListener(signedInEvent, resume)
  return () => {
    held.flush()
    window.removeEventListener('pagehide', flush)
    document.removeEventListener('visibilitychange', flush)
    window.removeEventListener(signedInEvent, resume)
  }
}

/** What `read` says of the texts now and after each change of a remark. */
export function useRemarkTexts<Part extends string | number | boolean>(replica: RemarkReplica, read: () => Part): Part {
  return useSyncExternalStore((listener) => replica.onRemarks(listener), read)
}

export const hasRemark = (replica: RemarkReplica, student: string): boolean => replica.text(student).trim() !== ''
