import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { parseGridId } from '@hocba/shared/grid'
import type { GridLine, Order } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { ApiProblem, listOf } from '../app/problem.ts'
import { faultSentence } from '../text/fault.ts'
import { Icon } from '../ui/icon.tsx'
import { Progress } from '../ui/meter.tsx'
import { pendingGrids } from './order-state.ts'

interface Outcome {
  readonly grid: string
  readonly problem?: ApiProblem
}

/**
 * Carries out an order grid by grid, so that one refusal does not hold up the others. Each outcome is listed.
 * Stopping leaves what was done done: the order can be taken up again later.
 */
export function ExecuteOrder({ order, grids }: { readonly order: Order; readonly grids: readonly GridLine[] }) {
  const { t } = useTranslation(['orders', 'app'])
  const client = useQueryClient()
  const [planned, plan] = useState(0)
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([])
  const [running, setRunning] = useState(false)
  const stopped = useRef(false)
  const left = pendingGrids(order, grids)

  async function run() {
    stopped.current = false
    setOutcomes([])
    setRunning(true)
    plan(left.length)
    for (const { id } of left) {
      if (stopped.current) break
      const outcome = await execute(order, id)
      setOutcomes((before) => [...before, outcome])
      if (outcome.problem !== undefined && isFatal(outcome.problem)) break
    }
    setRunning(false)
    await client.invalidateQueries()
  }

  return (
    <div className="stack tight">
      {running ? (
        <div className="row">
          <Progress label={t('executing')} value={outcomes.length} total={planned} />
          <button type="button" className="button small" onClick={() => (stopped.current = true)}>
            {t('stop')}
          </button>
        </div>
      ) : (
        left.length > 0 && (
          <button type="button" className="button primary self-start" onClick={() => void run()}>
            {t(`actions.${order.action}`)}: {t('execute', { count: left.length })}
          </button>
        )
      )}
      {!running && outcomes.length > 0 && <Outcomes outcomes={outcomes} />}
    </div>
  )
}

async function execute(order: Order, grid: string): Promise<Outcome> {
  try {
    await api.post(`/api/grids/${grid}/${order.action}`, { order: order.id })
    return { grid }
  } catch (error) {
    if (error instanceof ApiProblem) return { grid, problem: error }
    throw error
  }
}

/** No use in asking for the next grid: not signed in, no network, order gone. */
const isFatal = ({ status, code }: ApiProblem): boolean => status === 0 || status === 401 || status === 403 || code.startsWith('order.')

function Outcomes({ outcomes }: { readonly outcomes: readonly Outcome[] }) {
  const { t } = useTranslation(['orders', 'app'])
  const refused = outcomes.filter((outcome) => outcome.problem !== undefined)
  return (
    <div className="stack tight" role="status">
      <p className="row">
        <span className="chip good">
          <Icon name="check" />
          {t('succeeded', { count: outcomes.length - refused.length })}
        </span>
        {refused.length > 0 && (
          <span className="chip bad">
            <Icon name="cross" />
            {t('refused', { count: refused.length })}
          </span>
        )}
      </p>
      {refused.length > 0 && (
        <ul className="outcomes">
          {refused.map((outcome) => (
            <RefusedLine key={outcome.grid} outcome={outcome} />
          ))}
        </ul>
      )}
    </div>
  )
}

function RefusedLine({ outcome: { grid, problem } }: { readonly outcome: Outcome }) {
  const { t, i18n } = useTranslation(['orders', 'app'])
  const name = parseGridId(grid)
  const missing = problem === undefined ? 0 : listOf(problem, 'cells', 'missing').length
  return (
    <li>
      <Link to={`/grids/${grid}`}>{name === undefined ? grid : `${name.subject.name} ${name.class}, ${t(`app:term.${name.term}`)}`}</Link>
      {problem !== undefined && (
        <>
          {': '}
          {faultSentence(i18n.language, problem)} {missing > 0 && `(${t('missing', { count: missing })})`}{' '}
          <small className="code inline">{problem.code}</small>
        </>
      )}
    </li>
  )
}
