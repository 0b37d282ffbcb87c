import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { parseGridId } from '@hocba/shared/grid'
import { api } from '../app/api.ts'
import { ApiProblem, listOf } from '../app/problem.ts'
import { ProblemAlert } from '../ui/alert.tsx'

interface InitialiseProps {
  readonly className: string
  readonly year: string
  readonly order: string
}

/** Makes one transcript a student once every grid of the class and year is frozen and fully signed. */
export function Initialise({ className, year, order }: InitialiseProps) {
  const { t } = useTranslation('issue')
  const client = useQueryClient()
  const initialise = useMutation({
    mutationFn: () => api.post<{ readonly created: number }>('/api/transcripts', { order, class: className, year }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['transcripts'] }),
  })
  const unsigned = initialise.error instanceof ApiProblem ? listOf(initialise.error, 'grids', 'list') : []
  return (
    <>
      <button type="button" className="button primary" disabled={initialise.isPending} onClick={() => initialise.mutate()}>
        {t('initialise', { class: className })}
      </button>
      <ProblemAlert problem={initialise.error}>
        {unsigned.length > 0 && (
          <>
            <p>{t('unsigned')}</p>
            <ul className="link-list">
              {unsigned.map((id) => (
                <li key={id}>
                  <Link to={`/grids/${id}`}>{gridName(id)}</Link>
                </li>
              ))}
            </ul>
          </>
        )}
      </ProblemAlert>
    </>
  )
}

function gridName(id: string): string {
  const grid = parseGridId(id)
  return grid === undefined ? id : `${grid.subject.name}, ${grid.term === 'HK1' ? 'HK I' : 'HK II'}`
}
