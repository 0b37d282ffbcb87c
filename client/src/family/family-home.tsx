import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CellValue, type ColumnValue, type Term, formatCell, terms } from '@hocba/shared/grid'
import { studentMarksQuery } from '../app/queries.ts'
import { useMe } from '../app/session.tsx'
import { Answered, Empty, Page } from '../ui/page.tsx'
import { GridStateChip } from '../ui/state-chip.tsx'
import './family.css'
import { Homeroom } from './homeroom.tsx'
import { type GridMarks, PrimaryTerm, isPrimaryGrid } from './primary-term.tsx'

/** A guardian sees the own child's results and nothing of others: no ranks, no averages of the class (circular 15/2026). */
export function FamilyHome() {
  const { t } = useTranslation(['family', 'app'])
  const children = useMe().children ?? []
  const [chosen, choose] = useState(children[0]?.id)
  const child = children.find((one) => one.id === chosen)
  if (child === undefined) {
    return (
      <Page title={t('app:nav.family')}>
        <Empty title={t('noChild')}>
          <p>{t('noChildHelp')}</p>
        </Empty>
      </Page>
    )
  }
  return (
    <Page
      title={t('title', { name: child.name })}
      lead={t('lead')}
      actions={
        children.length > 1 && (
          <select aria-label={t('child')} value={child.id} onChange={(event) => choose(event.target.value)}>
            {children.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        )
      }
    >
      <Marks student={child.id} />
    </Page>
  )
}

function Marks({ student }: { readonly student: string }) {
  const query = useQuery(studentMarksQuery(student))
  return (
    <Answered query={query}>
      {(marks) => (
        <>
          {terms.toReversed().map((term) => (
            <TermTable key={term} term={term} grids={marks.grids.filter((grid) => grid.term === term)} />
          ))}
        </>
      )}
    </Answered>
  )
}

function TermTable({ term, grids }: { readonly term: Term; readonly grids: readonly GridMarks[] }) {
  const { t } = useTranslation(['family', 'app'])
  if (grids.some(isPrimaryGrid)) return <PrimaryTerm term={term} grids={grids} />
  const studied = grids.filter((grid) => grid.columns.some((column) => column.id === 'ck'))
  const homeroom = grids.find((grid) => grid.columns.some((column) => column.id === 'rl'))
  if (grids.length === 0) return null
  return (
    <section className="card flush">
      <header className="card-head">
        <h2>{t(`app:term.${term}`)}</h2>
        {homeroom !== undefined && <Homeroom grid={homeroom} />}
      </header>
      <div className="table-wrap">
        <table className="family">
          <thead>
            <tr>
              <th scope="col">{t('subject')}</th>
              <th scope="col">{t('regular')}</th>
              <th scope="col">{t('midterm')}</th>
              <th scope="col">{t('final')}</th>
              <th scope="col">{t('average')}</th>
              {term === 'HK2' && <th scope="col">{t('year')}</th>}
              <th scope="col">{t('remark')}</th>
              <th scope="col">{t('state')}</th>
            </tr>
          </thead>
          <tbody>
            {studied.map((grid) => (
              <SubjectRow key={grid.subject} grid={grid} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function SubjectRow({ grid }: { readonly grid: GridMarks }) {
  const kind: ColumnValue = grid.columns[0]?.value ?? 'mark'
  const show = (value: CellValue | undefined): string => formatCell(kind, value ?? null) || '–'
  const regular = grid.columns.filter((column) => column.id.startsWith('tx')).map((column) => show(grid.values[column.id]))
  return (
    <tr>
      <th scope="row">{grid.subjectName}</th>
      <td className="spaced">{regular.join('  ')}</td>
      <td>{show(grid.values['gk'])}</td>
      <td>{show(grid.values['ck'])}</td>
      <td>
        <strong>{show(grid.tb)}</strong>
      </td>
      {grid.term === 'HK2' && (
        <td>
          <strong>{show(grid.cn)}</strong>
        </td>
      )}
      <td className="remark">{grid.remark}</td>
      <td>
        <GridStateChip state={grid.state} />
      </td>
    </tr>
  )
}
