import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { schoolQuery } from '../app/queries.ts'
import { Answered, Page } from '../ui/page.tsx'
import { readGrid } from '../workbook/grid-values.ts'
import { useWorkbookText } from '../workbook/text.ts'
import { Gradebook } from './gradebook.tsx'
import './print.css'

const printedQuery = (id: string) =>
  queryOptions({ queryKey: ['grid', id, 'printed'], queryFn: () => readGrid(id), staleTime: 0, refetchOnWindowFocus: false })

/** The prescribed page of the gradebook, from the server's log at a named sequence number (invariant I11). */
export default function PrintPage() {
  const text = useWorkbookText()
  const { id = '' } = useParams()
  const grid = useQuery(printedQuery(id))
  const school = useQuery(schoolQuery)
  const both = {
    data: grid.data && school.data && { grid: grid.data, school: school.data },
    error: grid.error ?? school.error,
    refetch: () => Promise.all([grid.refetch(), school.refetch()]),
  }
  return (
    <div className="print-page">
      <Page
        title={`${text.printTitle}: ${id}`}
        lead={text.printLead}
        actions={
          <>
            <Link className="button" to={`/grids/${id}`}>
              {text.back}
            </Link>
            <button type="button" className="button primary" disabled={!both.data} onClick={() => window.print()}>
              {text.print}
            </button>
          </>
        }
      >
        <Answered query={both}>
          {({ grid: read, school: head }) => <Gradebook read={read} school={head} at={new Date(grid.dataUpdatedAt)} />}
        </Answered>
      </Page>
    </div>
  )
}
