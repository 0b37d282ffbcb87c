import type { ReactNode } from 'react'
import { formatTenths, isTenths } from '@hocba/shared/core'
import { type CellValue, type Column, cellKey, formatCell } from '@hocba/shared/grid'
import { isKeptByHomeroom } from '@hocba/shared/school'
import type { SchoolLine } from '../app/answers.ts'
import type { ReadGrid } from '../workbook/grid-values.ts'
import { printedDay, printedTime } from './date.ts'

interface GradebookProps {
  readonly read: ReadGrid
  readonly school: SchoolLine
  readonly at: Date
}

const termNames = { HK1: 'Học kì I', HK2: 'Học kì II' } as const

/** "Sổ theo dõi và đánh giá học sinh", one subject and term. The prescribed form is Vietnamese in either language of the page. */
export function Gradebook({ read, school, at }: GradebookProps) {
  const { grid, card } = read
  const term = termNames[grid.term]
  const title = titleOf(read)
  return (
    <article className="gradebook" lang="vi" aria-label={`${title}, ${card.subjectName}, lớp ${grid.class}, ${term}`}>
      <header>
        <div className="gradebook-school">
          <p>{school.authority.toLocaleUpperCase('vi')}</p>
          <p>
            <strong>{school.name.toLocaleUpperCase('vi')}</strong>
          </p>
        </div>
        <p className="gradebook-year">Năm học {school.year}</p>
        <h2>{title.toLocaleUpperCase('vi')}</h2>
        <p>
          <strong>Môn học/Hoạt động giáo dục: {card.subjectName}</strong>
        </p>
        <p>
          Lớp {grid.class} – {term} – Giáo viên: {card.teachers.map(({ name }) => name).join(', ')}
        </p>
      </header>
      {tablesOf(read).map((columns, index, all) => (
        <Marks key={columns[0]?.id ?? ''} read={read} columns={columns} isLast={index === all.length - 1} />
      ))}
      <p className="gradebook-legend">{legendOf(read)}</p>
      <Signatures read={read} school={school} at={at} />
      <footer>
        Bản in để đối chiếu – chưa ký số. Số liệu theo nhật kí của bảng {grid.id}, thay đổi thứ {read.seq}; in lúc {printedTime(at)}.
      </footer>
    </article>
  )
}

/** Primary school has a form of its own (Circular 27, appendix). */
const titleOf = ({ card }: ReadGrid): string =>
  card.kind === 'level' || card.kind === 'quality' ? 'Bảng tổng hợp kết quả đánh giá giáo dục' : 'Sổ theo dõi và đánh giá học sinh'

interface Printed {
  readonly id: string
  readonly head: string
  readonly group?: string
  of(student: string): string
}

function columnsOf({ card, grid, value, result }: ReadGrid): readonly Printed[] {
  const scored = card.kind === 'scored'
  const stored = card.columns.map((column): Printed => ({
    ...headOf(column),
    of: (student) => formatCell(column.value, value(cellKey(student, column.id))),
  }))
  if (!scored && card.kind !== 'comment') return stored
  const computed = (id: 'term' | 'year', head: string): Printed => ({ id, head, of: (student) => showResult(result(student, id)) })
  const year = grid.term === 'HK2' ? [computed('year', scored ? 'ĐTBmcn' : 'Mức CN')] : []
  return [...stored, computed('term', scored ? 'ĐTBmhk' : 'Mức HK'), ...year]
}

/** One table; the thirty columns of qualities and competences are one for the midterm and one for the end of the term. */
function tablesOf(read: ReadGrid): readonly (readonly Printed[])[] {
  const columns = columnsOf(read)
  if (read.card.kind !== 'quality') return [columns]
  return ['gk', 'ck'].map((period) => columns.filter(({ id }) => id.endsWith(period)))
}

const headOf = ({ id, name }: Pick<Column, 'id' | 'name'>): Pick<Printed, 'id' | 'head' | 'group'> =>
  id.startsWith('tx') ? { id, head: id.slice(2), group: 'ĐĐGtx' } : { id, head: name }

const showResult = (value: CellValue): string => (isTenths(value) ? formatTenths(value, { fixed: true }) : formatCell('comment', value))

interface MarksProps {
  readonly read: ReadGrid
  readonly columns: readonly Printed[]
  /** Remarks stand in the last table only. */
  readonly isLast: boolean
}

function Marks({ read, columns, isLast }: MarksProps) {
  const grouped = columns.filter(({ group }) => group !== undefined)
  const single = columns.filter(({ group }) => group === undefined)
  const rows = grouped.length > 0 ? 2 : 1
  const computed = new Set(['term', 'year'])
  return (
    <table>
      <thead>
        <tr>
          <Head rows={rows}>STT</Head>
          <Head rows={rows}>Họ và tên</Head>
          {grouped.length > 0 && (
            <th scope="colgroup" colSpan={grouped.length}>
              {grouped[0]?.group}
            </th>
          )}
          {single.map(({ id, head }) => (
            <Head key={id} rows={rows}>
              {head}
            </Head>
          ))}
          {isLast && <Head rows={rows}>Nhận xét</Head>}
        </tr>
        {grouped.length > 0 && (
          <tr>
            {grouped.map(({ id, head }) => (
              <th key={id} scope="col">
                {head}
              </th>
            ))}
          </tr>
        )}
      </thead>
      <tbody>
        {read.card.students.map(({ id, name }, index) => (
          <tr key={id}>
            <td className="value">{index + 1}</td>
            <th scope="row">{name}</th>
            {columns.map((column) => (
              <td key={column.id} className={computed.has(column.id) ? 'value computed' : 'value'}>
                {column.of(id)}
              </td>
            ))}
            {isLast && <td className="remark">{read.remarks.get(id) ?? ''}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Head = ({ rows, children }: { readonly rows: number; readonly children: ReactNode }) => (
  <th scope="col" rowSpan={rows}>
    {children}
  </th>
)

function legendOf({ card }: ReadGrid): string {
  if (card.kind === 'scored')
    return 'ĐĐGtx, ĐĐGgk, ĐĐGck: điểm đánh giá thường xuyên, giữa kì, cuối kì; ĐTBmhk, ĐTBmcn: điểm trung bình môn học kì, cả năm.'
  if (card.kind === 'comment')
    return 'ĐĐGtx, ĐĐGgk, ĐĐGck: đánh giá thường xuyên, giữa kì, cuối kì; Mức HK, Mức CN: mức đánh giá học kì, cả năm; Đ: Đạt; CĐ: Chưa đạt.'
  if (card.kind === 'level')
    return 'Mức: mức đạt được về môn học (T: Hoàn thành tốt; H: Hoàn thành; C: Chưa hoàn thành); Điểm KT: điểm bài kiểm tra định kì.'
  if (card.kind === 'quality') return 'GK: giữa học kì; CK: cuối học kì; T: Tốt; Đ: Đạt; C: Cần cố gắng.'
  return ''
}

/** Blank: a printed page carries no signature, the signed files do (001 art. 12). */
function Signatures({ read, school, at }: GradebookProps) {
  const { grid, card } = read
  const homeroom = isKeptByHomeroom(grid.subject)
  const teacher = card.teachers.map(({ name }) => name).join(', ')
  return (
    <section className="gradebook-signatures" aria-label="Chữ ký">
      <p className="gradebook-date">
        {school.place}, {printedDay(at)}
      </p>
      <div className="gradebook-blanks">
        {!homeroom && <Blank title="Giáo viên môn học" name={teacher} />}
        <Blank title="Giáo viên chủ nhiệm" name={homeroom ? teacher : ''} />
        <Blank title="Hiệu trưởng" name="" />
      </div>
    </section>
  )
}

const Blank = ({ title, name }: { readonly title: string; readonly name: string }) => (
  <div>
    <p>
      <strong>{title}</strong>
    </p>
    <p>
      <em>(Bản in để đối chiếu – chưa ký số)</em>
    </p>
    <p className="gradebook-name">{name}</p>
  </div>
)
