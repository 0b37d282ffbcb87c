import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountLine } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { usePeople } from '../app/people.ts'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { RoleChoice } from './role-choice.tsx'
import { SessionList } from './session-list.tsx'

interface Done {
  readonly password?: string
  readonly state?: 'asked' | 'reset'
}

export function AccountCard({ account, manages }: { readonly account: AccountLine; readonly manages: boolean }) {
  const { t } = useTranslation(['account', 'app'])
  const person = usePeople()
  const client = useQueryClient()
  const [shown, show] = useState<'roles' | 'sessions' | undefined>()
  const toggle = (part: 'roles' | 'sessions'): void => show(shown === part ? undefined : part)
  const act = useMutation({
    mutationFn: ({ part, body = {} }: { readonly part: string; readonly body?: object }) =>
      api.post<Done>(`/api/accounts/${account.id}/${part}`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['accounts'] }),
  })
  const mayReset = account.secondFactor === 'enrolled' && (manages || account.resetAskedBy !== undefined)
  return (
    <article className="card stack" aria-label={account.name}>
      <div className="row between">
        <h3>
          {account.name} <code>{account.id}</code>
        </h3>
        <span className={`chip ${account.secondFactor === 'required' ? 'warn' : account.secondFactor === 'enrolled' ? 'good' : ''}`}>
          {t(`factor.${account.secondFactor}`)}
        </span>
      </div>
      <p className="hint">
        {account.roles.map((role) => t(`app:role.${role}`)).join(', ') || t('noRole')}
        {account.oneTime && ` · ${t('oneTime')}`}
      </p>
      {account.resetAskedBy !== undefined && <Alert tone="warn">{t('resetAsked', { name: person(account.resetAskedBy) })}</Alert>}
      <div className="row">
        {manages && (
          <>
            <button type="button" className="button small" onClick={() => act.mutate({ part: 'password' })}>
              {t('resetPassword')}
            </button>
            <button type="button" className="button small" aria-expanded={shown === 'roles'} onClick={() => toggle('roles')}>
              {t('changeRoles')}
            </button>
            <button type="button" className="button small" aria-expanded={shown === 'sessions'} onClick={() => toggle('sessions')}>
              {t('sessionsShow')}
            </button>
          </>
        )}
        {mayReset && (
          <button type="button" className="button small" onClick={() => act.mutate({ part: 'second-factor/reset' })}>
            {account.resetAskedBy === undefined ? t('resetFactor') : t('confirmReset')}
          </button>
        )}
      </div>
      {shown === 'sessions' && <SessionList of={account} />}
      {shown === 'roles' && <RoleChoice roles={account.roles} onChoose={(roles) => act.mutate({ part: 'roles', body: { roles } })} />}
      {act.data?.password !== undefined && (
        <Alert tone="good">
          {t('oneTimePassword')} <code>{act.data.password}</code>
        </Alert>
      )}
      {act.data?.state !== undefined && <Alert tone="good">{t(`reset.${act.data.state}`)}</Alert>}
      <ProblemAlert problem={act.error} />
    </article>
  )
}
