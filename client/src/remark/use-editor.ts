import { type ComponentType, useEffect, useState } from 'react'
import type { RemarkEditorProps } from './remark-editor.tsx'

interface Loaded {
  readonly Editor?: ComponentType<RemarkEditorProps>
  /** The network failed before the editor was here; tried again when it comes back. */
  readonly isMissing?: boolean
}

/** The first paint of the grid comes before the editor is fetched, in milliseconds. */
const patience = 500

let loaded: Loaded = {}

/** The editor's code: fetched soon after the page opens, so that it is there when the network goes. It never takes the page along. */
export function useEditor(isWritable: boolean, isWanted: boolean): Loaded {
  const [state, setState] = useState(loaded)
  const isDue = isWritable && !state.Editor
  useEffect(() => {
    if (!isDue) return undefined
    let left = false
    const load = async (): Promise<void> => {
      const now = await fetchEditor()
      if (!left) setState(now)
    }
    const again = (): void => void load()
    const timer = setTimeout(again, isWanted ? 0 : patience)
    window.addEventListener('online', again)
    return () => {
      left = true
      clearTimeout(timer)
      window.removeEventListener('online', again)
    }
  }, [isDue, isWanted])
  return state
}

async function fetchEditor(): Promise<Loaded> {
  try {
    const { RemarkEditor } = await import('./remark-editor.tsx')
    loaded = { Editor: RemarkEditor }
  } catch {
    loaded = { isMissing: true } // the panel says so and shows the text
  }
  return loaded
}
