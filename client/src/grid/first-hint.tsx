import { useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { hasSeenHint, noteHintSeen } from './hint-memory.ts'
import { useGridText } from './text.ts'

interface FirstHintProps {
  readonly user: string
  /** Back to the grid. */
  readonly onClose: () => void
}

/** Two lines above the first grid that a person may write on this device, until they put them away. */
export function FirstHint({ user, onClose }: FirstHintProps) {
  const text = useGridText()
  const [isOpen, setOpen] = useState(() => !hasSeenHint(user))
  if (!isOpen) return null

  function close() {
    noteHintSeen(user)
    setOpen(false)
    onClose()
  }

  return (
    <div className="first-hint" role="note" onKeyDown={({ key }) => key === 'Escape' && close()}>
      <Icon name="info" />
      <div>
        <p>{text.hintType}</p>
        <p>{text.hintKeys}</p>
      </div>
      <button type="button" className="button small" onClick={close}>
        {text.hintClose}
      </button>
    </div>
  )
}
