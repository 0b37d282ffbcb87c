/** The measure of the rest: AG Grid with our modules, our rows and columns as plain objects, and no other code. */
import { createGrid, themeQuartz } from 'ag-grid-community'
import { modules } from '../../../../client/src/grid/modules.ts'

interface Sheet {
  readonly columns: readonly { readonly id: string; readonly name: string }[]
  readonly rows: readonly Readonly<Record<string, string>>[]
}

const host = document.getElementById('grid')
if (host === null) throw new Error('the page has a place for the grid')

const sheet = (await (await fetch('/sheet.json')).json()) as Sheet
createGrid<Record<string, string>>(
  host,
  {
    theme: themeQuartz,
    rowData: sheet.rows.map((row) => ({ ...row })),
    getRowId: ({ data }) => data['id'] ?? '',
    columnDefs: [
      { colId: 'name', field: 'name', headerName: 'Học sinh', width: 196, pinned: 'left' },
      ...sheet.columns.map(({ id, name }) => ({ colId: id, field: id, headerName: name, width: 88, editable: true })),
    ],
    defaultColDef: { sortable: false, resizable: false, suppressMovable: true },
    rowHeight: 32,
    headerHeight: 36,
    enterNavigatesVertically: true,
    enterNavigatesVerticallyAfterEdit: true,
    animateRows: false,
  },
  { modules },
)
