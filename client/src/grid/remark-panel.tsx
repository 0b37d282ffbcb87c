import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '../app/api.ts'
import { isOffline } from '../app/problem.ts'
import type { GridModel } from './model.ts'
import { useGridText } from './text.ts'

const remarksQuery = (gridId: string) =>
  queryOptions({
    queryKey: ['grid', gridId, 'remarks'],
    queryFn: () => api.get<{ readonly [student: string]: string }>(`/api/grids/${gridId}/remarks`),
  })

/** The remark of the student whose row has the cursor. */
export function RemarkPanel({ model, student }: { readonly model: GridModel; readonly student: string | undefined }) {
  const text = useGridText()
  const query = useQuery(remarksQuery(model.card.id))
  const name = model.card.students.find((one) => one.id === student)?.name
  return (
    <aside className="remark-panel" aria-label={text.remark}>
      <h2>{text.remark}</h2>
      {name === undefined || student === undefined ? (
        <p className="hint">{text.chooseStudent}</p>
      ) : (
        <>
          <h3>{name}</h3>
          {isOffline(query.error) && query.data === undefined ? (
            <p className="hint">{text.remarkOffline}</p>
          ) : (
            <p className="remark">{query.data?.[student] || <span className="hint">{text.noRemark}</span>}</p>
          )}
          <small>{text.remarkReadOnly}</small>
        </>
      )}
    </aside>
  )
}
