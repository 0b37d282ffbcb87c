import { useState } from 'react'
import { Link } from 'react-router'
import type { Notice } from '../grid/commands.ts'
import type { GridModel } from '../grid/model.ts'
import { Icon } from '../ui/icon.tsx'
import { dialogPart } from '../ui/part.tsx'
import { useWorkbookText } from './text.ts'

const ImportDialog = dialogPart(() => import('./import-dialog.tsx'))

interface GridToolsProps {
  readonly model: GridModel
  readonly say: (notice: Notice) => void
}

/** Import, export and print of one grid; what they need is fetched when they are used. */
export function GridTools({ model, say }: GridToolsProps) {
  const text = useWorkbookText()
  const [importing, setImporting] = useState(false)

  async function save() {
    try {
      const { exportGrid } = await import('./export-grid.ts')
      const { remarks } = await exportGrid(model)
      say({ tone: 'said', text: remarks ? text.exported : text.exportedWithout })
    } catch (error) {
      say({ tone: 'refused', text: text.exportFailed, details: error instanceof Error ? [error.message] : [] })
    }
  }

  return (
    <>
      {model.writable && (
        <button type="button" className="button small" onClick={() => setImporting(true)}>
          {text.import}
        </button>
      )}
      <button type="button" className="button small" onClick={() => void save()}>
        <Icon name="download" />
        {text.export}
      </button>
      <Link className="button small" to={`/grids/${model.card.id}/print`}>
        {text.print}
      </Link>
      {importing && <ImportDialog model={model} say={say} onClose={() => setImporting(false)} />}
    </>
  )
}
