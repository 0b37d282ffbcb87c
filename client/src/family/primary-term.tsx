import { useTranslation } from 'react-i18next'
import { type ColumnId, type Term, formatCell } from '@hocba/shared/grid'
import { type AssessmentPeriod, qualities } from '@hocba/shared/school'
import type { StudentMarks } from '../app/answers.ts'
import { GridStateChip } from '../ui/state-chip.tsx'
import { Homeroom } from './homeroom.tsx'

export type GridMarks = StudentMarks['grids'][number]

export const isPrimaryGrid = ({ columns }: GridMarks): boolean => columns.some(({ value }) => value === 'level' || value === 'quality')

const headings = [
  { id: 'mgk', heading: 'levelMid' },
  { id: 'ktgk', heading: 'testMid' },
  { id: 'mck', heading: 'levelEnd' },
  { id: 'ktck', heading: 'testEnd' },
] as const

/** One term of a primary class: levels and tests by subject, then qualities and competences (Circular 27 art. 7, 8). */
export function PrimaryTerm({ term, grids }: { readonly term: Term; readonly grids: readonly GridMarks[] }) {
  const { t } = useTranslation(['family', 'app'])
  const kept = grids.find(({ columns }) => columns.some(({ value }) => value === 'quality'))
  const homeroom = grids.find(({ columns }) => columns.some(({ id }) => id === 'nghi'))
  const subjects = grids.filter(({ columns }) => columns.some(({ id }) => id === 'mck'))
  const shownColumns = headings.filter(({ id }) => subjects.some((grid) => grid.columns.some((column) => column.id === id)))
  return (
    <section className="card flush" aria-label={t(`app:term.${term}`)}>
      <header className="card-head">
        <h2>{t(`app:term.${term}`)}</h2>
        {homeroom !== undefined && <Homeroom grid={homeroom} />}
      </header>
      <div className="table-wrap">
        <table className="family">
          <thead>
            <tr>
              <th scope="col">{t('subject')}</th>
              {shownColumns.map(({ id, heading }) => (
                <th key={id} scope="col">
                  {t(heading)}
                </th>
              ))}
              <th scope="col">{t('remark')}</th>
              <th scope="col">{t('state')}</th>
            </tr>
          </thead>
          <tbody>
            {subjects.map((grid) => (
              <tr key={grid.subject}>
                <th scope="row">{grid.subjectName}</th>
                {shownColumns.map(({ id }) => (
                  <td key={id}>{shown(grid, id)}</td>
                ))}
                <td className="remark">{grid.remark}</td>
                <td>
                  <GridStateChip state={grid.state} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="family-key hint">{t('levels')}</p>
      {kept !== undefined && <Qualities grid={kept} />}
    </section>
  )
}

const periods: readonly AssessmentPeriod[] = ['gk', 'ck']

function Qualities({ grid }: { readonly grid: GridMarks }) {
  const { t } = useTranslation('family')
  const assessed = qualities.filter(({ id }) => grid.columns.some((column) => column.id === `${id}ck`))
  return (
    <>
      <div className="table-wrap">
        <table className="family">
          <thead>
            <tr>
              <th scope="col">{grid.subjectName}</th>
              <th scope="col">{t('midterm')}</th>
              <th scope="col">{t('final')}</th>
            </tr>
          </thead>
          <tbody>
            {assessed.map(({ id, name }) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                {periods.map((period) => (
                  <td key={period}>{shown(grid, `${id}${period}`)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="family-key hint">{t('qualityLevels')}</p>
    </>
  )
}

/** A dash where nothing is entered yet, nothing where the grade has no such column. */
function shown({ columns, values }: GridMarks, id: ColumnId): string {
  const column = columns.find((one) => one.id === id)
  return column === undefined ? '' : formatCell(column.value, values[id] ?? null) || '–'
}
