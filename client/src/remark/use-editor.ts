import type { ComponentType } from 'react'
import { Late, useLate } from '../ui/late.ts'
import type { RemarkEditorProps } from './remark-editor.tsx'

interface Loaded {
  readonly Editor?: ComponentType<RemarkEditorProps>
  /** The network failed before the editor was here: the panel says so and shows the text. */
  readonly isMissing?: boolean
}

/** The first paint of the grid comes before the editor is fetched, in milliseconds. */
const patience = 500

const editor = new Late(() => import('./remark-editor.tsx'))

/** The editor's code: fetched soon after the page opens, so that it is there when the network goes. */
export function useEditor(isWritable: boolean, isWanted: boolean): Loaded {
  const arrival = useLate(editor, isWritable, isWanted ? 0 : patience)
  switch (arrival.state) {
    case 'awaited':
      return {}
    case 'missing':
      return { isMissing: true }
    case 'here':
      return { Editor: arrival.code.RemarkEditor }
  }
}
