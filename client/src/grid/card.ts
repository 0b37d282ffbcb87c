import { queryOptions } from '@tanstack/react-query'
import type { CellKey } from '@hocba/shared/grid'
import type { GridCard } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { isOffline } from '../app/problem.ts'
import { storeOf } from '../replica/index.ts'

/** What the page must know of a grid beside its cells: students, columns, rights, state. */
export interface Card extends GridCard {
  readonly conflicts: readonly CellKey[]
  /** Term averages of the first term, in a second-term grid. */
  readonly term1?: { readonly [student: string]: number | string | null }
}

/** The grid's card from the server, or as last seen on this computer; a refusal of the server is never papered over. */
export const cardQuery = (user: string, gridId: string) =>
  queryOptions({
    queryKey: ['grid', gridId, 'card'],
    queryFn: () => cardOf(user, gridId),
    networkMode: 'always',
    retry: false,
  })

async function cardOf(user: string, gridId: string): Promise<Card> {
  const opening = storeOf(user)
  const key = `card ${gridId}`
  try {
    const card = await api.get<Card>(`/api/grids/${gridId}`)
    const store = await opening
    await store.keep(key, card).catch(() => undefined) // no room: the status line already says that nothing is kept
    return card
  } catch (error) {
    const kept = isOffline(error) || !navigator.onLine ? ((await (await opening).recall(key)) as Card | undefined) : undefined
    if (!kept) throw error
    return kept
  }
}
