import { useEffect, useRef, useState } from 'react'
import { signedInEvent } from '../app/session.tsx'

export type Watch = 'opening' | 'live' | 'lost'

interface Heard {
  /** Grids with new rows since the last call. */
  readonly changed: (grids: ReadonlySet<string>) => void
  /** After an interruption, or when nobody is signed in any more: anything may have changed. */
  readonly unsure: () => void
}

/** Several edits within this time are one question to the server. */
const gather = 300

/** Listens to `/api/board/events` while the page is open; the browser reconnects by itself. */
export function useClassEvents(className: string, heard: Heard): Watch {
  const [watch, setWatch] = useState<Watch>('opening')
  const latest = useRef(heard)
  latest.current = heard
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let changed = new Set<string>()
    let source = listen()
    let known = false

    function listen(): EventSource {
      const opened = new EventSource(`/api/board/events?class=${encodeURIComponent(className)}`)
      opened.addEventListener('ready', () => {
        setWatch('live')
        if (known) latest.current.unsure()
        known = true
      })
      opened.addEventListener('change', (event: MessageEvent<string>) => gatherGrid(gridIn(event.data)))
      opened.addEventListener('error', () => {
        setWatch('lost')
        if (opened.readyState === EventSource.CLOSED) latest.current.unsure()
      })
      return opened
    }

    function gatherGrid(grid: string): void {
      changed.add(grid)
      timer ??= setTimeout(() => {
        const grids = changed
        changed = new Set()
        timer = undefined
        latest.current.changed(grids)
      }, gather)
    }

    function listenAgain(): void {
      source.close()
      source = listen()
    }

    window.addEventListener(signedInEvent, listenAgain)
    return () => {
      window.removeEventListener(signedInEvent, listenAgain)
      clearTimeout(timer)
      source.close()
    }
  }, [className])
  return watch
}

const gridIn = (data: string): string => (JSON.parse(data) as { readonly grid: string }).grid
