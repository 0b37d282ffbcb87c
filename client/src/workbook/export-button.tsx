import { useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { Progress } from '../ui/meter.tsx'
import { useWorkbookText } from './text.ts'

interface ExportClassProps {
  readonly className: string
  readonly term: string
  readonly grids: readonly string[]
}

type Work =
  | { readonly at: 'idle' }
  | { readonly at: 'exporting'; readonly done: number }
  | { readonly at: 'failed'; readonly reason: string }

/** A class and term as one workbook. */
export function ExportClass({ className, term, grids }: ExportClassProps) {
  const text = useWorkbookText()
  const [work, setWork] = useState<Work>({ at: 'idle' })
  if (grids.length === 0) return null

  async function save() {
    setWork({ at: 'exporting', done: 0 })
    try {
      const { exportClass } = await import('./export-class.ts')
      await exportClass(className, term, grids, (done) => setWork({ at: 'exporting', done }))
      setWork({ at: 'idle' })
    } catch (error) {
      setWork({ at: 'failed', reason: error instanceof Error ? error.message : '' })
    }
  }

  if (work.at === 'exporting') return <Progress label={text.exporting} value={work.done} total={grids.length} />
  return (
    <>
      {work.at === 'failed' && (
        <span role="alert">
          {text.exportFailed} {work.reason}
        </span>
      )}
      <button type="button" className="button" onClick={() => void save()}>
        <Icon name="download" />
        {text.exportClass}
      </button>
    </>
  )
}
