import { useParams } from 'react-router'
import { GridPage } from '../grid/index.ts'
import { GridActions } from './grid-actions.tsx'

/** The grid's own page with what the office does to it: orders, lock, freeze, files. */
export default function GridPlace() {
  const { id = '' } = useParams()
  return <GridPage key={id} gridId={id} actions={<GridActions gridId={id} />} />
}
