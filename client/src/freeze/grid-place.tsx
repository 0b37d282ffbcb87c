import { useParams } from 'react-router'
import { GridPage } from '../grid/index.ts'
import type { Me } from '../app/answers.ts'
import { recall } from '../app/memory.ts'
import { prepareReplicas } from '../replica/index.ts'
import { GridActions } from './grid-actions.tsx'

// The store of whoever was here last opens while the server is asked who is here now: nearly always the same person.
const last = recall<Me>('me')
if (last !== undefined) prepareReplicas(last.user.id)

/** The grid's own page with what the office does to it: orders, lock, freeze, files. */
export default function GridPlace() {
  const { id = '' } = useParams()
  return <GridPage key={id} gridId={id} actions={<GridActions gridId={id} />} />
}
