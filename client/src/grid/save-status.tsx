import { useEffect } from 'react'
import { type GridReplica, type RemarkReplica, jointStatus } from '../replica/index.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { useGridText } from './text.ts'
import { useStatus, useTold } from './use-replica.ts'

const icons: Readonly<Record<string, IconName>> = {
  saving: 'clock',
  local: 'file',
  saved: 'check',
  'signed-out': 'lock',
  'read-only': 'info',
  refused: 'warn',
}

/** Read out by `LiveRegion` once it rests, not at every key. Says "Đã lưu" when the server has everything on disk, and never before. */
export function SaveStatus({ replica, remarks }: { readonly replica: GridReplica; readonly remarks: RemarkReplica }) {
  const text = useGridText()
  const statuses = [useStatus(replica), useTold(remarks, (one) => one.status)]
  const { state, pending, refused, online, memoryOnly } = jointStatus(statuses)
  useAskBeforeLoss(memoryOnly && pending > 0)
  return (
    <div className="save">
      <p role="status" aria-live="off" className={`save-status ${state}`} data-state={state} data-pending={pending}>
        <Icon name={icons[state] ?? 'info'} />
        {text.status[state](state === 'refused' ? refused.length : pending)}
      </p>
      {!online && <span className="save-offline">{text.offline}</span>}
      {memoryOnly && (
        <p role="alert" className="save-memory">
          {text.memoryOnly}
        </p>
      )}
    </div>
  )
}

/** What is only in this window's memory goes with the window: the browser asks first. */
function useAskBeforeLoss(isDue: boolean): void {
  useEffect(() => {
    if (!isDue) return undefined
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isDue])
}
