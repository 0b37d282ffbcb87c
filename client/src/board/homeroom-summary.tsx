import { Link } from 'react-router'
import { levels } from '@hocba/shared/assessment'
import { isKeptByHomeroom } from '@hocba/shared/school'
import { Meter } from '../ui/meter.tsx'
import type { Board, BoardSubject } from './answers.ts'
import { useBoardText } from './text.ts'

/** Conduct and absences of the class: how far they are entered, and the way to the grid of the homeroom teacher. */
export function HomeroomSummary({ board }: { readonly board: Board }) {
  return board.subjects
    .filter(isKeptByHomeroom)
    .map((subject) => <Kept key={subject.grid} subject={subject} students={board.students.length} />)
}

function Kept({ subject, students }: { readonly subject: BoardSubject; readonly students: number }) {
  const text = useBoardText()
  const valuesOf = (column: string) => Object.values(subject.values).map((row) => row[column] ?? null)
  const conduct = valuesOf('rl')
  const counts = levels.map((level) => [level, conduct.filter((value) => value === level).length] as const).filter(([, count]) => count > 0)
  const columns = subject.columns.length > 4 ? [] : subject.columns
  return (
    <section className="card board-homeroom" aria-label={subject.subjectName}>
      <h2>{subject.subjectName}</h2>
      <dl>
        {columns.map(({ id, name }) => {
          const entered = valuesOf(id).filter((value) => value !== null).length
          return (
            <div key={id}>
              <dt>{name}</dt>
              <dd>
                <Meter label={`${name}: ${text.entered(entered, students)}`} value={entered} total={students} />
              </dd>
            </div>
          )
        })}
      </dl>
      {counts.length > 0 && <p>{counts.map(([level, count]) => `${text.level[level]} ${count}`).join(' · ')}</p>}
      <Link className="button small" to={`/grids/${subject.grid}`}>
        {text.openHomeroom}
      </Link>
    </section>
  )
}
