import { useEffect, useRef, useState } from 'react'
import { type MountedSheet, type Sheet, type SheetEvents, type SheetText, mountSheet } from './sheet.ts'

/** AG Grid in `host` while the page stands; a new sheet changes only the cells that differ. */
export function useSheet(sheet: Sheet, text: SheetText, events: SheetEvents) {
  const host = useRef<HTMLDivElement>(null)
  const [mounted, setMounted] = useState<MountedSheet>()
  const latest = useRef({ sheet, events })
  latest.current = { sheet, events }
  const { label, number, student, language } = text
  useEffect(() => {
    const place = host.current
    if (!place) return undefined
    const inner = place.appendChild(document.createElement('div'))
    inner.className = 'grid-inner'
    const opened = mountSheet(
      inner,
      latest.current.sheet,
      { label, number, student, language },
      {
        focused: (at) => latest.current.events.focused(at),
        open: (at) => latest.current.events.open(at),
      },
    )
    setMounted(opened)
    return () => {
      setMounted(undefined)
      opened.destroy()
      inner.remove()
    }
  }, [label, number, student, language])
  useEffect(() => mounted?.show(sheet), [mounted, sheet])
  return { host, mounted }
}
