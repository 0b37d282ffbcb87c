import { queryOptions } from '@tanstack/react-query'
import { api, withQuery } from '../app/api.ts'
import type { Board, ClassYear, EntryDays } from './answers.ts'

export const boardQuery = (className: string, term: string) =>
  queryOptions({
    queryKey: ['board', className, term],
    queryFn: () => api.get<Board>(withQuery('/api/board', { class: className, term })),
  })

/** One subject of the board, after a change of its grid. */
export const askSubject = (className: string, term: string, subject: string): Promise<Board> =>
  api.get<Board>(withQuery('/api/board', { class: className, term, subject }))

export const yearQuery = (className: string) =>
  queryOptions({ queryKey: ['year', className], queryFn: () => api.get<ClassYear>(withQuery('/api/year', { class: className })) })

export const daysQuery = (className: string, term: string) =>
  queryOptions({
    queryKey: ['days', className, term],
    queryFn: () => api.get<EntryDays>(withQuery('/api/progress/days', { class: className, term })),
  })
