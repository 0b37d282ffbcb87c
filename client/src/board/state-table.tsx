import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { inBookOrder } from '../app/order.ts'
import { Meter } from '../ui/meter.tsx'
import { Answered, Empty } from '../ui/page.tsx'
import { GridStateChip } from '../ui/state-chip.tsx'
import type { Board } from './answers.ts'
import { type BoardLine, useBoardLines } from './board-lines.ts'
import { useBoardText } from './text.ts'

interface StateTableProps {
  readonly className: string
  readonly term: string
  /** With it, what is missing and late is counted. */
  readonly board?: Board
}

/** Entry, state and signatures of every subject of a class and term. No marks. */
export function StateTable({ className, term, board }: StateTableProps) {
  const query = useBoardLines(className, term)
  return <Answered query={query}>{(lines) => <Lines lines={lines} board={board} />}</Answered>
}

function Lines({ lines, board }: { readonly lines: readonly BoardLine[]; readonly board: Board | undefined }) {
  const { t } = useTranslation(['board', 'app'])
  const text = useBoardText()
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
            {board !== undefined && <th scope="col">{text.attention}</th>}
            {withSignatures && <th scope="col">{t('signed')}</th>}
          </tr>
        </thead>
        <tbody>
          {inBookOrder(lines).map((line) => (
            <StateLine key={line.grid} line={line} board={board} withSignatures={withSignatures} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface StateLineProps {
  readonly line: BoardLine
  readonly board: Board | undefined
  readonly withSignatures: boolean
}

function StateLine({ line, board, withSignatures }: StateLineProps) {
  const { t } = useTranslation(['board', 'app'])
  const text = useBoardText()
  const live = board?.subjects.find(({ grid }) => grid === line.grid)
  const { state, filled, total } = live ?? line
  return (
    <tr>
      <th scope="row">{line.opens ? <Link to={`/grids/${line.grid}`}>{line.subjectName}</Link> : line.subjectName}</th>
      <td>{line.teachers.join(', ') || t('app:nobody')}</td>
      <td>
        <GridStateChip state={state} />
      </td>
      <td>
        <Meter label={t('app:filled', { value: filled, total })} value={filled} total={total} />
      </td>
      {board !== undefined && <td>{live && text.attentionOf(live.missing.length, Object.keys(live.late).length)}</td>}
      {withSignatures && (
        <td>
          <Signatures line={line} />
        </td>
      )}
    </tr>
  )
}

function Signatures({ line: { state, signatures } }: { readonly line: BoardLine }) {
  const { t } = useTranslation(['board', 'app'])
  if (signatures === undefined || state !== 'frozen') return <span className="hint nowrap">{t('notFrozen')}</span>
  return <Meter label={t('signatures', signatures)} value={signatures.signed} total={signatures.signers} />
}
