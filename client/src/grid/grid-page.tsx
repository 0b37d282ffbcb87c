import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { useMe } from '../app/session.tsx'
import { isOffline } from '../app/problem.ts'
import { registerWorker } from '../local/index.ts'
import { useRemarks } from '../remark/index.ts'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { Loading } from '../ui/page.tsx'
import { type Card, cardQuery } from './card.ts'
import './grid.css'
import './contrast.css'
import { OpenGrid } from './open-grid.tsx'
import { useGridText } from './text.ts'
import { useReplica } from './use-replica.ts'

interface GridPageProps {
  readonly gridId: string
  /** Stands in the heading: freeze, lock, files. */
  readonly actions?: ReactNode
}

export function GridPage({ gridId, actions }: GridPageProps) {
  const text = useGridText()
  const me = useMe()
  const card = useQuery({ ...cardQuery(me.user.id, gridId), refetchInterval: 60_000 })
  const replica = useReplica(me.user.id, gridId)
  const remarks = useRemarks(me.user.id, gridId)
  useEffect(registerWorker, []) // here and not on the sign-in page: who only verifies a file need not fetch all this
  if (card.data !== undefined && replica && remarks) {
    return <OpenGrid key={shapeOf(card.data)} card={card.data} replica={replica} remarks={remarks} user={me.user.id} actions={actions} />
  }
  if (card.error === null) return <Loading />
  if (isOffline(card.error)) return <Alert tone="warn">{text.notCached}</Alert>
  return <ProblemAlert problem={card.error} />
}

/** Other students or columns are another grid to AG Grid. */
const shapeOf = ({ id, columns, students }: Card): string => JSON.stringify([id, columns, students])
