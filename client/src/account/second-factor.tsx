import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { CodeField, otpOf, useAskedForCode } from '../app/code-field.tsx'
import { secondFactorQuery } from '../app/queries.ts'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { Answered } from '../ui/page.tsx'
import { ConfirmSecret, type Secret } from './confirm-secret.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

/** Nothing yet, a secret that waits for its first code, or the recovery codes, which are shown once. */
type Step =
  | { readonly at: 'start' }
  | { readonly at: 'confirm'; readonly secret: Secret }
  | { readonly at: 'codes'; readonly codes: readonly string[] }

export function SecondFactor() {
  const { t } = useTranslation('account')
  const client = useQueryClient()
  const query = useQuery(secondFactorQuery)
  const [step, setStep] = useState<Step>({ at: 'start' })
  return (
    <section className="card stack" aria-labelledby="factor-title">
      <h2 id="factor-title">{t('secondFactor')}</h2>
      {step.at === 'start' && (
        <Answered query={query}>
          {({ enrolled, asked, recoveryLeft }) => (
            <>
              <p>{enrolled ? t('enrolled', { count: recoveryLeft }) : t('notEnrolled')}</p>
              {!asked && <Alert tone="info">{t('notAsked')}</Alert>}
              <Begin again={enrolled} onSecret={(secret) => setStep({ at: 'confirm', secret })} />
            </>
          )}
        </Answered>
      )}
      {step.at === 'confirm' && <ConfirmSecret secret={step.secret} onCodes={(codes) => setStep({ at: 'codes', codes })} />}
      {step.at === 'codes' && (
        <RecoveryCodes
          codes={step.codes}
          onKept={() => {
            setStep({ at: 'start' })
            void client.invalidateQueries()
          }}
        />
      )}
    </section>
  )
}

function Begin({ again, onSecret }: { readonly again: boolean; readonly onSecret: (secret: Secret) => void }) {
  const { t } = useTranslation('account')
  const begin = useMutation({
    mutationFn: (otp: string) => api.post<Secret>('/api/second-factor', otp === '' ? {} : { otp }),
    onSuccess: onSecret,
  })
  const asked = useAskedForCode(begin.error)

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    begin.mutate(otpOf(new FormData(event.currentTarget)))
  }

  return (
    <form className="stack" onSubmit={submit}>
      {asked && <CodeField />}
      <ProblemAlert problem={begin.error} />
      <button type="submit" className="button self-start" disabled={begin.isPending}>
        {again ? t('enrolAgain') : t('enrol')}
      </button>
    </form>
  )
}
