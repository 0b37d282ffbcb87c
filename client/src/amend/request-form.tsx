import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import type { GridSnapshot } from '@hocba/shared/snapshot'
import type { GridCard } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { TextArea } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { ChangeFields } from './change-fields.tsx'
import { type ChangeRow, type Present, changesOf, emptyRow, faultOf, rowsOfDraft } from './change-rows.ts'
import { dropDraft, readDraft } from './draft.ts'

interface RequestFormProps {
  readonly grid: GridCard
  readonly snapshot: GridSnapshot
}

export function RequestForm({ grid, snapshot }: RequestFormProps) {
  const { t } = useTranslation(['amend', 'app'])
  const navigate = useNavigate()
  const client = useQueryClient()
  const [draft] = useState(() => readDraft(grid.id))
  const [rows, setRows] = useState(() => rowsOfDraft(draft, grid.columns))
  const [shown, showFaults] = useState(false)
  const present: Present = (student, column) => {
    const values = snapshot.students.find(({ id }) => id === student)?.values
    return values === undefined ? undefined : (Object.entries(values).find(([id]) => id === column)?.[1] ?? null)
  }
  const faults = rows.map((_, index) => faultOf(rows, index, grid.columns, present))

  const send = useMutation({
    mutationFn: (reason: string) =>
      api.post<{ readonly id: string }>('/api/amendments', { grid: grid.id, changes: changesOf(rows, grid.columns), reason }),
    async onSuccess({ id }) {
      dropDraft()
      await client.invalidateQueries({ queryKey: ['amendments'] })
      await navigate(`/amendments/${id}`)
    },
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    showFaults(true)
    if (faults.some((fault) => fault !== undefined)) return
    send.mutate(String(new FormData(event.currentTarget).get('reason')).trim())
  }

  const change = (row: ChangeRow) => setRows(rows.map((other) => (other.key === row.key ? row : other)))
  const add = () => setRows([...rows, emptyRow(1 + Math.max(0, ...rows.map(({ key }) => key)))])
  return (
    <form className="card" onSubmit={submit}>
      <h2>
        <Link to={`/grids/${grid.id}`}>
          {grid.subjectName} {grid.className}, {t(`app:term.${grid.term}`)}
        </Link>
      </h2>
      {draft !== undefined && <Alert tone="info">{t('fromOffline')}</Alert>}
      <div className="stack">
        {rows.map((row, index) => (
          <ChangeFields
            key={row.key}
            row={row}
            number={index + 1}
            grid={grid}
            present={present(row.student, row.column)}
            fault={shown ? faults[index] : undefined}
            onChange={change}
            onRemove={rows.length > 1 ? () => setRows(rows.filter((other) => other.key !== row.key)) : undefined}
          />
        ))}
      </div>
      <button type="button" className="button self-start" onClick={add}>
        <Icon name="plus" />
        {t('add')}
      </button>
      <TextArea label={t('app:reason')} name="reason" hint={t('reasonHint')} defaultValue={draft?.reason ?? ''} required maxLength={1000} />
      <ProblemAlert problem={send.error} />
      <div className="row">
        <button type="submit" className="button primary" disabled={send.isPending}>
          {t('send')}
        </button>
        <Link className="button" to={`/grids/${grid.id}`}>
          {t('app:cancel')}
        </Link>
      </div>
    </form>
  )
}
