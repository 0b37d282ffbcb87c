import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridModel } from './model.ts'
import { type GridEvents, type MountedGrid, mountGrid } from './mount.ts'
import { gridText } from './text.ts'

/** AG Grid in `host` for as long as the page shows this model; React never renders a cell. */
export function useMountedGrid(model: GridModel, label: string, events: GridEvents) {
  const host = useRef<HTMLDivElement>(null)
  const [grid, setGrid] = useState<MountedGrid>()
  const { i18n } = useTranslation()
  const { language } = i18n
  const latest = useRef(events)
  latest.current = events
  useEffect(() => {
    const place = host.current
    if (!place) return undefined
    const inner = place.appendChild(document.createElement('div'))
    inner.className = 'grid-inner'
    const mounted = mountGrid(inner, model, label, gridText(language), language, {
      focused: (at) => latest.current.focused(at),
      notice: (notice) => latest.current.notice(notice),
      refused: (at, sentence) => latest.current.refused(at, sentence),
      find: () => latest.current.find(),
      help: () => latest.current.help(),
      detail: (at) => latest.current.detail(at),
    })
    setGrid(mounted)
    return () => {
      setGrid(undefined)
      mounted.destroy()
      inner.remove()
    }
  }, [model, label, language])
  return { host, grid }
}
