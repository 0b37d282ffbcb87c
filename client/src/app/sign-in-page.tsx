import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Role } from '@hocba/shared/access'
import { demoQuery } from './queries.ts'
import { SignInForm } from './sign-in-form.tsx'

/** One account a role, in the order of the guided tour (contract: demo school). */
const demoAccounts: readonly (readonly [string, Role])[] = [
  ['gv.toan', 'subject-teacher'],
  ['gv.van', 'homeroom-teacher'],
  ['hieutruong', 'principal'],
  ['phohieutruong', 'vice-principal'],
  ['quantrihocba', 'records-officer'],
  ['vanthu', 'clerk'],
  ['hocvu', 'registrar'],
  ['phuhuynh.001', 'guardian'],
]

export function SignInPage() {
  const { t } = useTranslation('app')
  const greeting = useQuery(demoQuery).data
  const [chosen, choose] = useState('')
  return (
    <div className="sign-in">
      <title>{`${t('signIn.title')} – Hocba`}</title>
      <section className="card">
        <h1>{t('signIn.title')}</h1>
        <p className="lead">{greeting?.school ?? t('signIn.lead')}</p>
        <SignInForm key={chosen} username={chosen} password={chosen === '' ? '' : 'hocba-demo'} />
        <p className="hint">{t('signIn.forgotten')}</p>
      </section>
      {greeting?.demo === true && (
        <section className="card quiet" aria-labelledby="demo-title">
          <h2 id="demo-title">{t('signIn.demoTitle')}</h2>
          <p>
            <Trans i18nKey="signIn.demoLead" ns="app" components={{ 1: <code /> }} />
          </p>
          <ul className="demo-accounts">
            {demoAccounts.map(([account, role]) => (
              <li key={account}>
                <button type="button" className="button quiet" aria-pressed={chosen === account} onClick={() => choose(account)}>
                  <span>{t(`role.${role}`)}</span>
                  <code>{account}</code>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="sign-in-foot">
        <Link to="/verify">{t('signIn.verify')}</Link>
      </p>
    </div>
  )
}
