import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { parseGridId } from '@hocba/shared/grid'
import type { Board } from './answers.ts'
import { askSubject, boardQuery, yearQuery } from './board-queries.ts'
import { useClassEvents } from './class-events.ts'

/** The board of a class and term, each subject fetched anew when its grid changes. */
export function useLiveBoard(className: string, term: string) {
  const client = useQueryClient()
  const query = useQuery(boardQuery(className, term))
  const { queryKey } = boardQuery(className, term)
  const [changedAt, setChangedAt] = useState<Date>()
  const unsure = (): void => void client.invalidateQueries({ queryKey })
  const watch = useClassEvents(className, {
    unsure,
    changed(grids) {
      const subjects = subjectsOf(grids, term)
      if (subjects.length === 0) return
      Promise.all(subjects.map(async (subject) => askSubject(className, term, subject))).then((answers) => {
        client.setQueryData<Board>(queryKey, (board) => board && answers.reduce(withSubjects, board))
        setChangedAt(new Date())
      }, unsure)
    },
  })
  return { query, watch, changedAt }
}

/** The year of a class, fetched anew when one of its grids changes. */
export function useLiveYear(className: string) {
  const client = useQueryClient()
  const query = useQuery(yearQuery(className))
  const [changedAt, setChangedAt] = useState<Date>()
  const ask = (): void => void client.invalidateQueries({ queryKey: yearQuery(className).queryKey }).then(() => setChangedAt(new Date()))
  const watch = useClassEvents(className, { unsure: ask, changed: ask })
  return { query, watch, changedAt }
}

/** What a change touches on this board: its own grid, and in term 2 the year average, which rests on term 1. */
function subjectsOf(grids: ReadonlySet<string>, term: string): readonly string[] {
  const names = [...grids].flatMap((grid) => parseGridId(grid) ?? [])
  return [...new Set(names.filter((name) => name.term === term || term === 'HK2').map(({ subject }) => subject.id))]
}

/** An answer that is older than what is shown changes nothing. */
const withSubjects = (board: Board, { subjects }: Board): Board => ({
  ...board,
  subjects: board.subjects.map((shown) => {
    const news = subjects.find(({ grid }) => grid === shown.grid)
    return news && news.seq >= shown.seq ? news : shown
  }),
})
