import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CertificateLine } from '../app/answers.ts'
import { usePeople } from '../app/people.ts'
import { hasRole, useMe } from '../app/session.tsx'
import { showDay } from '../text/time.ts'
import { SelectField, TextField } from '../ui/field.tsx'
import { AssignmentForm } from './assignment-form.tsx'

const tones = { declared: 'warn', approved: 'good', disabled: '' } as const

/** One certificate: whose, since when, on what decision, until when; and what may be done about it now. */
export function CertificateCard({ certificate }: { readonly certificate: CertificateLine }) {
  const { t, i18n } = useTranslation('account')
  const person = usePeople()
  const me = useMe()
  const [isEnding, end] = useState(false)
  const { state, holder, account, name, issuer, serial, approved, disabled } = certificate
  const day = (at: string): string => showDay(i18n.language, at.slice(0, 10))
  const path = `/api/certificates/${certificate.id}`
  return (
    <article className="card stack" aria-label={`${holder} ${serial}`}>
      <div className="row between">
        <h3>
          {holder} <code>{account}</code>
        </h3>
        <span className={`chip ${tones[state]}`}>{t(`certificateState.${state}`)}</span>
      </div>
      <p className="hint">
        {name} · {issuer} · <code>{serial}</code>
        <br />
        {t('fromUntil', { from: day(certificate.notBefore), until: day(certificate.notAfter) })}
      </p>
      {approved !== null && (
        <p>
          {t('certificateBasis', {
            kind: t(`basis.${approved.basis.kind}`),
            number: approved.basis.number,
            date: day(approved.basis.date),
          })}
          {' · '}
          {t('certificateApproved', { name: approved.by === 'demo' ? '' : person(approved.by), date: day(approved.at) })}
        </p>
      )}
      {disabled !== null && (
        <p>{t('certificateDisabled', { date: day(disabled.at), reason: disabled.reason, minutes: disabled.minutes })}</p>
      )}
      {state === 'declared' && hasRole(me, 'principal', 'vice-principal') && <Approve path={path} />}
      {state !== 'disabled' && hasRole(me, 'principal', 'vice-principal', 'system-administrator') && (
        <button type="button" className="button small self-start" aria-expanded={isEnding} onClick={() => end(!isEnding)}>
          {t('disableCertificate')}
        </button>
      )}
      {isEnding && state !== 'disabled' && <Disable path={path} />}
    </article>
  )
}

function Approve({ path }: { readonly path: string }) {
  const { t } = useTranslation('account')
  const bodyOf = (fields: FormData): object => {
    const until = fields.get('until')
    const [kind, number, date] = [fields.get('kind'), fields.get('number'), fields.get('date')]
    return { basis: { kind, number, date, ...(until === '' ? {} : { until }) } }
  }
  return (
    <AssignmentForm title={t('approveCertificate')} path={`${path}/approve`} done={t('certificateApprovedDone')} bodyOf={bodyOf}>
      <SelectField label={t('basisKind')} name="kind" required>
        {(['assignment', 'appointment', 'approval'] as const).map((kind) => (
          <option key={kind} value={kind}>
            {t(`basis.${kind}`)}
          </option>
        ))}
      </SelectField>
      <TextField label={t('basisNumber')} name="number" required />
      <TextField label={t('basisDate')} name="date" type="date" required />
      <TextField label={t('lastDay')} hint={t('lastDayHint')} name="until" type="date" />
    </AssignmentForm>
  )
}

/** The key stays with nobody: it is taken out of use, on minutes (001 art. 7.3 before art. 16.2). */
function Disable({ path }: { readonly path: string }) {
  const { t } = useTranslation('account')
  const bodyOf = (fields: FormData): object => ({ reason: fields.get('reason'), minutes: fields.get('minutes') })
  return (
    <AssignmentForm title={t('disableCertificate')} path={`${path}/disable`} done={t('certificateDisabledDone')} bodyOf={bodyOf}>
      <TextField label={t('disableReason')} name="reason" required />
      <TextField label={t('disableMinutes')} name="minutes" required />
    </AssignmentForm>
  )
}
