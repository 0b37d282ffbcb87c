import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type Term, terms } from '@hocba/shared/grid'
import type { GridLine } from '../app/answers.ts'
import { groupBy } from '../app/group.ts'
import { Icon } from '../ui/icon.tsx'
import { Meter } from '../ui/meter.tsx'
import { GridStateChip } from '../ui/state-chip.tsx'

/** One block a class, one line a subject, the two terms beside each other. */
export function GridsTable({ grids }: { readonly grids: readonly GridLine[] }) {
  const { t } = useTranslation(['home', 'app'])
  const classes = groupBy(grids, (grid) => grid.className)
  return (
    <div className="card flush table-wrap">
      <table className="grids">
        <thead>
          <tr>
            <th scope="col">{t('columnClass')}</th>
            <th scope="col">{t('columnSubject')}</th>
            {terms.map((term) => (
              <th key={term} scope="col">
                {t(`app:term.${term}`)}
              </th>
            ))}
          </tr>
        </thead>
        {classes.map(([className, lines]) => (
          <ClassRows key={className} className={className} grids={lines} />
        ))}
      </table>
    </div>
  )
}

function ClassRows({ className, grids }: { readonly className: string; readonly grids: readonly GridLine[] }) {
  const { t } = useTranslation(['home', 'app'])
  const subjects = groupBy(grids, (grid) => grid.subject)
  return (
    <tbody>
      {subjects.map(([subject, lines], index) => (
        <tr key={subject}>
          {index === 0 && (
            <th scope="rowgroup" rowSpan={subjects.length} className="class-name">
              {className}
              {subjects.length > 1 && (
                <Link className="to-board" to={`/board/${className}/${lastTerm(grids)}`} aria-label={t('showBoard', { class: className })}>
                  <Icon name="next" />
                </Link>
              )}
            </th>
          )}
          <th scope="row">
            {lines[0]?.subjectName}
            <small className="teachers">{lines[0]?.teachers.join(', ')}</small>
          </th>
          {terms.map((term) => (
            <td key={term}>
              <GridCell grid={lines.find((line) => line.term === term)} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}

function GridCell({ grid }: { readonly grid: GridLine | undefined }) {
  const { t } = useTranslation(['home', 'app'])
  if (grid === undefined) return <span aria-hidden="true">–</span>
  const name = t('gridLink', { subject: grid.subjectName, class: grid.className, term: t(`app:term.${grid.term}`) })
  return (
    <Link className="grid-cell" to={`/grids/${grid.id}`}>
      <span className="visually-hidden">{name}</span>
      <span className="term-label" aria-hidden="true">
        {t(`app:term.short.${grid.term}`)}
      </span>
      <GridStateChip state={grid.state} />
      <Meter label={t('app:filled', { value: grid.filled, total: grid.total })} value={grid.filled} total={grid.total} />
      {grid.canWrite && (
        <span className="writable" title={t('writable')}>
          <Icon name="pen" />
          <span className="visually-hidden">{t('writable')}</span>
        </span>
      )}
    </Link>
  )
}

const lastTerm = (grids: readonly GridLine[]): Term => (grids.some((grid) => grid.term === 'HK2') ? 'HK2' : 'HK1')
