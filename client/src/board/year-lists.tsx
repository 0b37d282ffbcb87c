import type { ReactNode } from 'react'
import type { ClassYear, YearLine } from './answers.ts'
import { useBoardText } from './text.ts'

interface List {
  readonly name: string
  readonly lines: readonly YearLine[]
}

/** Who is promoted, who is assessed again and in what, who trains in summer, who has a title: by list, in the order of the register. */
export function YearLists({ year }: { readonly year: ClassYear }) {
  const text = useBoardText()
  const promotions = { ...text.promotion, ...text.completion }
  const isPrimary = year.students.some(({ primary }) => primary !== undefined)
  const outcomes: readonly (string | null)[] = [...Object.keys(isPrimary ? text.completion : text.promotion), null]
  const titles: readonly (string | null)[] = Object.keys(isPrimary ? text.primaryAward : text.award)
  const titleNames: Readonly<Record<string, string>> = isPrimary ? text.primaryAward : text.award
  const listOf = (name: string, of: (line: YearLine) => boolean): List => ({ name, lines: year.students.filter(of) })
  return (
    <section className="stack" aria-labelledby="year-lists">
      <h2 id="year-lists">{text.lists}</h2>
      <p className="hint">{text.listsLead}</p>
      <div className="board-lists">
        {outcomes.map((code) => (
          <Names
            key={code ?? 'undecided'}
            list={listOf(
              code === null ? text.undecided : ((promotions as Readonly<Record<string, string>>)[code] ?? code),
              (line) => outcomeOf(line) === code,
            )}
            more={(line) => again(year, line)}
          />
        ))}
        {titles.map((code) => (
          <Names
            key={`title ${code}`}
            list={listOf(`${text.titleGroup}: ${titleNames[code ?? ''] ?? ''}`, (line) => titleOf(line) === code)}
          />
        ))}
      </div>
    </section>
  )
}

const outcomeOf = ({ secondary, primary }: YearLine): string | null => secondary?.promotion.value ?? primary?.completion.value ?? null

const titleOf = ({ secondary, primary }: YearLine): string | null => secondary?.title.value ?? primary?.award.value ?? null

/** The subjects to be assessed again (Circular 22 art. 14). */
function again({ subjects }: ClassYear, { secondary }: YearLine): ReactNode {
  if (!secondary || secondary.again.length === 0) return null
  const names = secondary.again.map((id) => subjects.find((one) => one.id === id)?.name ?? id)
  return <small className="hint"> ({names.join(', ')})</small>
}

function Names({ list: { name, lines }, more }: { readonly list: List; readonly more?: (line: YearLine) => ReactNode }) {
  const text = useBoardText()
  return (
    <section className="card" aria-label={`${name}: ${lines.length}`}>
      <h3>
        {name} <span className="board-count">{lines.length}</span>
      </h3>
      {lines.length === 0 ? (
        <p className="hint">{text.nobody}</p>
      ) : (
        <ol>
          {lines.map((line) => (
            <li key={line.id}>
              {line.name}
              {more?.(line)}
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
