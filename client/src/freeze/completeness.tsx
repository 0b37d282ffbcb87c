import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { parseCellKey } from '@hocba/shared/grid'
import type { Completeness as Report, GridCard } from '../app/answers.ts'
import { groupBy } from '../app/group.ts'
import { completenessQuery, gridQuery } from '../app/queries.ts'
import { Alert } from '../ui/alert.tsx'
import { Answered } from '../ui/page.tsx'

/** What stands between this grid and its freeze: empty cells block, empty remarks only warn (contract: grids). */
export function Completeness({ gridId }: { readonly gridId: string }) {
  const { t } = useTranslation('freeze')
  const report = useQuery({ ...completenessQuery(gridId), staleTime: 0 })
  const grid = useQuery(gridQuery(gridId)).data
  return (
    <section className="stack tight" aria-labelledby="completeness-title">
      <h3 id="completeness-title">{t('completeness')}</h3>
      <Answered query={report}>
        {({ missing, remarks }) => (
          <>
            {missing.length === 0 ? (
              <Alert tone="good">{t('complete')}</Alert>
            ) : (
              <Alert tone="bad">
                <p>{t('incomplete', { count: missing.length })}</p>
                <p>{t('incompleteHelp')}</p>
              </Alert>
            )}
            {missing.length > 0 && <MissingTable missing={missing} grid={grid} />}
            {remarks.length > 0 && (
              <Alert tone="warn">
                <details>
                  <summary>{t('remarks', { count: remarks.length })}</summary>
                  {remarks.map((student) => nameOf(grid, student)).join(', ')}
                </details>
              </Alert>
            )}
          </>
        )}
      </Answered>
    </section>
  )
}

function MissingTable({ missing, grid }: { readonly missing: Report['missing']; readonly grid: GridCard | undefined }) {
  const { t } = useTranslation('freeze')
  const students = groupBy(missing, (key) => parseCellKey(key)?.student ?? key)
  const columnName = (id: string): string => grid?.columns.find((column) => column.id === id)?.name ?? id
  return (
    <div className="table-wrap missing" tabIndex={0} role="region" aria-label={t('missingColumns')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('student')}</th>
            <th scope="col">{t('missingColumns')}</th>
          </tr>
        </thead>
        <tbody>
          {students.map(([student, keys]) => (
            <tr key={student}>
              <th scope="row">{nameOf(grid, student)}</th>
              <td>{keys.map((key) => columnName(parseCellKey(key)?.column ?? '')).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const nameOf = (grid: GridCard | undefined, student: string): string => grid?.students.find((one) => one.id === student)?.name ?? student
