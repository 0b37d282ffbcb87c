import { useCallback, useSyncExternalStore } from 'react'

/** Something that tells when it has changed. */
interface Telling {
  subscribe(listener: () => void): () => void
}

/** What `read` says now and after every change; `read` gives the same object while nothing changed. */
export function useTold<Source extends Telling, Part>(source: Source, read: (source: Source) => Part): Part {
  const subscribe = useCallback((listener: () => void) => source.subscribe(listener), [source])
  return useSyncExternalStore(subscribe, () => read(source))
}
