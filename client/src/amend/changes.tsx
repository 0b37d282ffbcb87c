import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { parseCellKey } from '@hocba/shared/grid'
import type { AmendmentView } from '../app/answers.ts'
import { gridQuery } from '../app/queries.ts'
import { columnsOfGrid, showValue } from './value.ts'

/** Old and new value of each cell, by the student's name where the grid may be read. */
export function Changes({ amendment, compact = false }: { readonly amendment: AmendmentView; readonly compact?: boolean }) {
  const { t } = useTranslation('amend')
  const students = useQuery({ ...gridQuery(amendment.grid), retry: false }).data?.students
  const studentOf = (cell: string): string => {
    const id = parseCellKey(cell)?.student
    return students?.find((student) => student.id === id)?.name ?? id ?? cell
  }
  const columnOf = (cell: string): string => {
    const id = parseCellKey(cell)?.column
    return columnsOfGrid(amendment.grid).find((column) => column.id === id)?.name ?? id ?? ''
  }
  if (compact) {
    return (
      <ul>
        {amendment.changes.map(({ cell, before, after }) => (
          <li key={cell}>
            {studentOf(cell)}, {columnOf(cell)}: <del>{showValue(amendment.grid, cell, before) || t('empty')}</del> →{' '}
            <ins>{showValue(amendment.grid, cell, after) || t('empty')}</ins>
          </li>
        ))}
      </ul>
    )
  }
  return (
    <div className="table-wrap">
      <table className="changes">
        <thead>
          <tr>
            <th scope="col">{t('student')}</th>
            <th scope="col">{t('column')}</th>
            <th scope="col">{t('before')}</th>
            <th scope="col">{t('after')}</th>
          </tr>
        </thead>
        <tbody>
          {amendment.changes.map(({ cell, before, after }) => (
            <tr key={cell}>
              <th scope="row">{studentOf(cell)}</th>
              <td>{columnOf(cell)}</td>
              <td>
                <del>{showValue(amendment.grid, cell, before) || t('empty')}</del>
              </td>
              <td>
                <ins>{showValue(amendment.grid, cell, after) || t('empty')}</ins>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
