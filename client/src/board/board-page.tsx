import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { inBookOrder } from '../app/order.ts'
import { Meter } from '../ui/meter.tsx'
import { Answered, Empty, Page } from '../ui/page.tsx'
import { GridStateChip } from '../ui/state-chip.tsx'
import { ExportClass } from '../workbook/export-button.tsx'
import { type BoardLine, useBoardLines } from './board-lines.ts'

/** One class and term at a glance: entry, state and signatures of every subject. No marks, no comparison of students. */
export default function BoardPage() {
  const { t } = useTranslation(['board', 'app'])
  const { class: className = '', term = '' } = useParams()
  const query = useBoardLines(className, term)
  const other = term === 'HK1' ? 'HK2' : 'HK1'
  return (
    <Page
      title={t('title', { class: className, term: term === 'HK1' || term === 'HK2' ? t(`app:term.${term}`) : term })}
      lead={t('lead')}
      actions={
        <>
          <ExportClass
            className={className}
            term={term}
            grids={inBookOrder(query.data ?? []).flatMap((line) => (line.opens ? [line.grid] : []))}
          />
          <Link className="button" to={`/board/${className}/${other}`}>
            {t(`app:term.${other}`)}
          </Link>
        </>
      }
    >
      <Answered query={query}>{(lines) => <BoardTable lines={lines} />}</Answered>
    </Page>
  )
}

function BoardTable({ lines }: { readonly lines: readonly BoardLine[] }) {
  const { t } = useTranslation(['board', 'app'])
  if (lines.length === 0) {
    return (
      <Empty title={t('none')}>
        <p>{t('noneHelp')}</p>
      </Empty>
    )
  }
  const withSignatures = lines.some((line) => line.signatures !== undefined)
  return (
    <div className="card flush table-wrap">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('subject')}</th>
            <th scope="col">{t('teachers')}</th>
            <th scope="col">{t('state')}</th>
            <th scope="col">{t('filled')}</th>
            {withSignatures && <th scope="col">{t('signed')}</th>}
          </tr>
        </thead>
        <tbody>
          {inBookOrder(lines).map((line) => (
            <tr key={line.grid}>
              <th scope="row">{line.opens ? <Link to={`/grids/${line.grid}`}>{line.subjectName}</Link> : line.subjectName}</th>
              <td>{line.teachers.join(', ') || t('app:nobody')}</td>
              <td>
                <GridStateChip state={line.state} />
              </td>
              <td>
                <Meter label={t('app:filled', { value: line.filled, total: line.total })} value={line.filled} total={line.total} />
              </td>
              {withSignatures && (
                <td>
                  <Signatures line={line} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Signatures({ line: { state, signatures } }: { readonly line: BoardLine }) {
  const { t } = useTranslation(['board', 'app'])
  if (signatures === undefined || state !== 'frozen') return <span className="hint nowrap">{t('notFrozen')}</span>
  return <Meter label={t('signatures', signatures)} value={signatures.signed} total={signatures.signers} />
}
