import { Suspense, lazy } from 'react'
import { useParams } from 'react-router'
import { Loading } from '../ui/page.tsx'
import { GridActions } from './grid-actions.tsx'

const GridPage = lazy(async () => ({ default: (await import('../grid/index.ts')).GridPage }))

/** The grid's own page with what the office does to it: orders, lock, freeze, files. */
export default function GridPlace() {
  const { id = '' } = useParams()
  return (
    <Suspense fallback={<Loading />}>
      <GridPage key={id} gridId={id} actions={<GridActions gridId={id} />} />
    </Suspense>
  )
}
