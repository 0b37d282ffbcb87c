import { type ReactNode, useEffect, useRef } from 'react'
import { Icon } from '../ui/icon.tsx'
import { useGridText } from './text.ts'

interface CellPopoverProps {
  readonly title: string
  readonly rect: DOMRect
  readonly onClose: () => void
  readonly children: ReactNode
}

const width = 340
const gap = 6

/** A small panel beside a cell; Escape, Tab past its end or a click elsewhere closes it, and the keyboard goes back to the cell. */
export function CellPopover({ title, rect, onClose, children }: CellPopoverProps) {
  const text = useGridText()
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    panel.current?.focus()
    const onPointer = (event: PointerEvent): void => {
      if (event.target instanceof Node && !panel.current?.contains(event.target)) onClose()
    }
    document.addEventListener('pointerdown', onPointer)
    return () => document.removeEventListener('pointerdown', onPointer)
  }, [onClose])

  /** The keyboard would go on behind the panel, out of sight. */
  function closeIfLeft() {
    if (panel.current && !panel.current.contains(document.activeElement)) onClose()
  }

  return (
    <div
      ref={panel}
      className="cell-popover"
      role="dialog"
      aria-label={title}
      tabIndex={-1}
      style={placeBeside(rect)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
        if (event.key === 'Tab') setTimeout(closeIfLeft)
      }}
    >
      <header>
        <h2>{title}</h2>
        <button type="button" className="button quiet square small" aria-label={text.close} onClick={onClose}>
          <Icon name="cross" />
        </button>
      </header>
      {children}
    </div>
  )
}

/** Under the cell where there is room, else above; never past the right edge. */
function placeBeside(rect: DOMRect): React.CSSProperties {
  const left = Math.max(gap, Math.min(rect.left, window.innerWidth - width - gap))
  const below = window.innerHeight - rect.bottom
  const vertical = below > 280 || below > rect.top ? { top: rect.bottom + gap } : { bottom: window.innerHeight - rect.top + gap }
  return { left, inlineSize: width, ...vertical }
}
