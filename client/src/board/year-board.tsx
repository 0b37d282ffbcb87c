import { useMemo, useState } from 'react'
import { Answered } from '../ui/page.tsx'
import type { ClassYear } from './answers.ts'
import { Explanation } from './explanation.tsx'
import { useLiveYear } from './live-board.ts'
import type { SheetPlace } from './sheet.ts'
import { type Opened, SheetFrame } from './sheet-frame.tsx'
import { type BoardText, useBoardText } from './text.ts'
import { YearLists } from './year-lists.tsx'
import { type YearGroup, yearGroups, yearSheet } from './year-sheet.ts'

/** The year of a class: levels, titles, promotion and every subject, each with how it was computed. */
export function YearBoard({ className, title }: { readonly className: string; readonly title: string }) {
  const { query, watch, changedAt } = useLiveYear(className)
  return <Answered query={query}>{(year) => <Year year={year} title={title} watch={watch} changedAt={changedAt} />}</Answered>
}

type Shown = Pick<ReturnType<typeof useLiveYear>, 'watch' | 'changedAt'> & { readonly year: ClassYear; readonly title: string }

function Year({ year, title, watch, changedAt }: Shown) {
  const text = useBoardText()
  const [detail, setDetail] = useState(false)
  const groups = useMemo(() => yearGroups(year, detail, text), [year, detail, text])
  const sheet = useMemo(() => yearSheet(year, groups), [year, groups])
  return (
    <>
      <SheetFrame
        sheet={sheet}
        label={text.sheet(title)}
        signs={['adjusted']}
        detail={detail}
        onDetail={setDetail}
        watch={watch}
        changedAt={changedAt}
        explain={(place) => openedCell(year, groups, place, text)}
      />
      <YearLists year={year} />
    </>
  )
}

function openedCell(year: ClassYear, groups: readonly YearGroup[], { student, column }: SheetPlace, text: BoardText): Opened | undefined {
  const line = year.students.find(({ id }) => id === student)
  const group = groups.find(({ columns }) => columns.some(({ id }) => id === column))
  const found = group?.columns.find(({ id }) => id === column)
  if (!line || !group || !found) return undefined
  const { text: value, why } = found.of(line)
  const place = `${group.name}, ${found.name}, ${line.name}`
  if (why) return { title: `${text.explain}: ${place}`, body: <Explanation why={why} /> }
  return { title: place, body: <p>{text.stored(value === '' ? text.empty : value)}</p> }
}
