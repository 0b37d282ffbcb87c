import { queryOptions } from '@tanstack/react-query'
import type { HistoryRow } from '@hocba/shared/grid'
import { api } from '../app/api.ts'

/** The history of one cell, or without a cell of the whole grid; oldest first. */
export const historyQuery = (gridId: string, cell?: string) =>
  queryOptions({
    queryKey: ['grid', gridId, 'history', cell ?? ''],
    queryFn: () =>
      api.get<readonly HistoryRow[]>(`/api/grids/${gridId}/history${cell === undefined ? '' : `?cell=${encodeURIComponent(cell)}`}`),
    staleTime: 0,
  })
