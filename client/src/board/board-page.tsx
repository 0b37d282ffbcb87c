import { useTranslation } from 'react-i18next'
import { NavLink, useParams } from 'react-router'
import { inBookOrder } from '../app/order.ts'
import { hasRole, useMe } from '../app/session.tsx'
import { Answered, Page } from '../ui/page.tsx'
import { ExportClass } from '../workbook/export-button.tsx'
import { useBoardLines } from './board-lines.ts'
import './board.css'
import { HomeroomSummary } from './homeroom-summary.tsx'
import { useLiveBoard } from './live-board.ts'
import { MarksBoard } from './marks-board.tsx'
import { PlotSection } from './plot-section.tsx'
import { readsBoard } from './reads-board.ts'
import { StateTable } from './state-table.tsx'
import { useBoardText } from './text.ts'
import { YearBoard } from './year-board.tsx'

/** A class by term and year. Who may not see its marks sees how far entry and signing are. */
export default function BoardPage() {
  const { t } = useTranslation(['board', 'app'])
  const text = useBoardText()
  const { class: className = '', term = '' } = useParams()
  const me = useMe()
  const reads = readsBoard(me, className)
  const seesProgress = hasRole(me, 'department-head', 'authority-officer')
  const period = term === 'HK1' || term === 'HK2' ? t(`app:term.${term}`) : text.year
  const title = t('title', { class: className, term: period })
  const lead = !reads ? t('lead') : term === 'CN' ? text.yearLead : text.lead
  return (
    <Page
      title={title}
      lead={lead}
      actions={
        <>
          {term !== 'CN' && <TermExport className={className} term={term} />}
          <Periods className={className} reads={reads} />
        </>
      }
    >
      {!reads && <StateTable className={className} term={term} />}
      {!reads && seesProgress && <PlotSection className={className} term={term} />}
      {reads && term === 'CN' && <YearBoard key={className} className={className} title={title} />}
      {reads && term !== 'CN' && <TermBoard key={`${className} ${term}`} className={className} term={term} title={title} />}
    </Page>
  )
}

function TermExport({ className, term }: { readonly className: string; readonly term: string }) {
  const lines = useBoardLines(className, term).data ?? []
  return <ExportClass className={className} term={term} grids={inBookOrder(lines).flatMap((line) => (line.opens ? [line.grid] : []))} />
}

function Periods({ className, reads }: { readonly className: string; readonly reads: boolean }) {
  const { t } = useTranslation('app')
  const text = useBoardText()
  return (
    <nav className="row board-periods" aria-label={text.views}>
      <NavLink className="button small" to={`/board/${className}/HK1`}>
        {t('term.HK1')}
      </NavLink>
      <NavLink className="button small" to={`/board/${className}/HK2`}>
        {t('term.HK2')}
      </NavLink>
      {reads && (
        <NavLink className="button small" to={`/board/${className}/CN`}>
          {text.year}
        </NavLink>
      )}
    </nav>
  )
}

interface TermProps {
  readonly className: string
  readonly term: string
  readonly title: string
}

function TermBoard({ className, term, title }: TermProps) {
  const text = useBoardText()
  const { query, watch, changedAt } = useLiveBoard(className, term)
  return (
    <Answered query={query}>
      {(board) => (
        <>
          <MarksBoard board={board} title={title} watch={watch} changedAt={changedAt} />
          <HomeroomSummary board={board} />
          <section className="stack tight" aria-labelledby="board-subjects">
            <h2 id="board-subjects">{text.subjects}</h2>
            <StateTable className={className} term={term} board={board} />
          </section>
          <PlotSection className={className} term={term} board={board} />
        </>
      )}
    </Answered>
  )
}
