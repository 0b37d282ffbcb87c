import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridLine } from '../app/answers.ts'
import { inBookOrder, plain } from '../app/order.ts'
import { gridsQuery } from '../app/queries.ts'
import { useMe } from '../app/session.tsx'
import { Answered, Empty } from '../ui/page.tsx'
import { GridsTable } from './grids-table.tsx'

export function MyGrids() {
  const query = useQuery(gridsQuery())
  return <Answered query={query}>{(grids) => <SearchableGrids grids={grids} />}</Answered>
}

function SearchableGrids({ grids }: { readonly grids: readonly GridLine[] }) {
  const { t } = useTranslation(['home', 'app'])
  const [search, setSearch] = useState('')
  const [className, setClassName] = useState('')
  const wanted = useDeferredValue(plain(search.trim()))
  if (grids.length === 0) {
    return (
      <Empty title={t('none')}>
        <p>{t('noneHelp')}</p>
      </Empty>
    )
  }

  const ordered = inBookOrder(grids)
  const classes = [...new Set(ordered.map((grid) => grid.className))]
  const found = ordered.filter(
    (grid) =>
      (className === '' || grid.className === className) &&
      plain(`${grid.subjectName} ${grid.className} ${grid.teachers.join(' ')}`).includes(wanted),
  )
  return (
    <section className="stack" aria-label={t('title')}>
      <div className="row filters">
        <input
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {classes.length > 1 && (
          <select aria-label={t('classFilter')} value={className} onChange={(event) => setClassName(event.target.value)}>
            <option value="">{t('allClasses')}</option>
            {classes.map((name) => (
              <option key={name} value={name}>
                {t('app:className', { name })}
              </option>
            ))}
          </select>
        )}
      </div>
      {found.length === 0 ? (
        <Empty title={t('noMatch')}>
          <button
            type="button"
            className="button"
            onClick={() => {
              setSearch('')
              setClassName('')
            }}
          >
            {t('clear')}
          </button>
        </Empty>
      ) : (
        <Divided grids={found} />
      )}
    </section>
  )
}

/** What this person enters comes before what they may only read. */
function Divided({ grids }: { readonly grids: readonly GridLine[] }) {
  const { t } = useTranslation('home')
  const { name } = useMe().user
  const isMine = (grid: GridLine): boolean => grid.canWrite || grid.teachers.includes(name)
  const mine = grids.filter(isMine)
  const others = grids.filter((grid) => !isMine(grid))
  if (mine.length === 0 || others.length === 0) return <GridsTable grids={grids} />
  return (
    <>
      <h2>{t('mine')}</h2>
      <GridsTable grids={mine} />
      <h2>{t('others')}</h2>
      <GridsTable grids={others} />
    </>
  )
}
