import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { formatCell } from '@hocba/shared/grid'
import type { Board, BoardSubject } from './answers.ts'
import type { Watch } from './class-events.ts'
import { explainOnBoard } from './explain-cell.ts'
import { Explanation } from './explanation.tsx'
import { columnName, marksSheet, signOf } from './marks-sheet.ts'
import type { SheetPlace } from './sheet.ts'
import { type Opened, SheetFrame } from './sheet-frame.tsx'
import { type BoardText, useBoardText } from './text.ts'

interface MarksBoardProps {
  readonly board: Board
  readonly title: string
  readonly watch: Watch
  readonly changedAt: Date | undefined
}

/** All subjects of a class and term beside each other. */
export function MarksBoard({ board, title, watch, changedAt }: MarksBoardProps) {
  const text = useBoardText()
  const [detail, setDetail] = useState(true)
  const sheet = useMemo(() => marksSheet(board, detail, text), [board, detail, text])
  return (
    <SheetFrame
      sheet={sheet}
      label={text.sheet(title)}
      signs={['missing', 'late']}
      detail={detail}
      onDetail={setDetail}
      watch={watch}
      changedAt={changedAt}
      explain={(place) => openedCell(board, place, text)}
    />
  )
}

function openedCell(board: Board, { student, column }: SheetPlace, text: BoardText): Opened | undefined {
  const [id = '', part = ''] = column.split('.')
  const subject = board.subjects.find((one) => one.subject === id)
  const name = board.students.find((one) => one.id === student)?.name ?? student
  if (!subject) return undefined
  if (part === 'tb' || part === 'cn') {
    const why = explainOnBoard(subject, student, part)
    return (
      why && {
        title: `${text.explain}: ${subject.subjectName}, ${name}`,
        body: (
          <Explanation why={why}>
            <ToGrid subject={subject} />
          </Explanation>
        ),
      }
    )
  }
  return { title: `${subject.subjectName}, ${name}`, body: <StoredCell subject={subject} student={student} column={part} /> }
}

function StoredCell({ subject, student, column }: { readonly subject: BoardSubject; readonly student: string; readonly column: string }) {
  const text = useBoardText()
  const line = subject.columns.find(({ id }) => id === column)
  const { note } = signOf(subject.late, new Set(subject.missing), `${student}/${column}`, text)
  if (!line) return null
  const value = formatCell(line.value, subject.values[student]?.[column] ?? null)
  return (
    <>
      <p>
        {columnName(line, text)}. {text.stored(value === '' ? text.empty : value)}
      </p>
      {note !== undefined && <p>{note}</p>}
      <ToGrid subject={subject} />
    </>
  )
}

function ToGrid({ subject }: { readonly subject: BoardSubject }) {
  const text = useBoardText()
  const { t } = useTranslation('app')
  const term = subject.grid.endsWith('HK2') ? 'HK2' : 'HK1'
  return (
    <Link to={`/grids/${subject.grid}`}>
      {text.toGrid}: {subject.subjectName}, {t(`term.${term}`)}
    </Link>
  )
}
