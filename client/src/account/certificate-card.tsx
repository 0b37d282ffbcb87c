import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CertificateApproval, CertificateLine } from '../app/answers.ts'
import { usePeople } from '../app/people.ts'
import { hasRole, useMe } from '../app/session.tsx'
import { showDay } from '../text/time.ts'
import { SelectField, TextArea, TextField } from '../ui/field.tsx'
import { AssignmentForm } from './assignment-form.tsx'

const tones = { declared: 'warn', approved: 'good', disabled: '' } as const

/** One certificate: whose, since when, on what decision, until when; and what may be done about it now. */
export function CertificateCard({ certificate }: { readonly certificate: CertificateLine }) {
  const { t, i18n } = useTranslation('account')
  const me = useMe()
  const [isEnding, end] = useState(false)
  const { state, holder, account, name, issuer, serial, approved, earlier = [], disabled } = certificate
  // A decision that names its last day is followed by another.
  const isApprovable = state === 'declared' || (state === 'approved' && approved?.basis.until !== undefined)
  const day = (at: string): string => showDay(i18n.language, at.slice(0, 10))
  const path = `/api/certificates/${certificate.id}`
  return (
    <article className="card stack" aria-label={`${holder} ${serial}`}>
      <div className="row between">
        <h2>
          {holder} <code>{account}</code>
        </h2>
        <span className={`chip ${tones[state]}`}>{t(`certificateState.${state}`)}</span>
      </div>
      <p className="hint">
        {name} · {issuer} · <code>{serial}</code>
        <br />
        {t('fromUntil', { from: day(certificate.notBefore), until: day(certificate.notAfter) })}
      </p>
      {[...earlier, ...(approved === null ? [] : [approved])].map((one) => (
        <Approval key={one.at} approval={one} />
      ))}
      {disabled !== null && <Ended disabled={disabled} />}
      {isApprovable && hasRole(me, 'principal', 'vice-principal') && <Approve path={path} />}
      {state !== 'disabled' && hasRole(me, 'principal', 'vice-principal', 'system-administrator') && (
        <button type="button" className="button small self-start" aria-expanded={isEnding} onClick={() => end(!isEnding)}>
          {t('disableCertificate')}
        </button>
      )}
      {isEnding && state !== 'disabled' && <Disable path={path} />}
    </article>
  )
}

function Approval({ approval: { by, at, basis } }: { readonly approval: CertificateApproval }) {
  const { t, i18n } = useTranslation('account')
  const person = usePeople()
  const day = (date: string): string => showDay(i18n.language, date.slice(0, 10))
  return (
    <p>
      {t('certificateBasis', { kind: t(`basis.${basis.kind}`), number: basis.number, date: day(basis.date) })}
      {basis.until !== undefined && `, ${t('basisUntil', { date: day(basis.until) })}`}
      {' · '}
      {t('certificateApproved', { name: by === 'demo' ? '' : person(by), date: day(at) })}
    </p>
  )
}

function Ended({ disabled }: { readonly disabled: NonNullable<CertificateLine['disabled']> }) {
  const { t, i18n } = useTranslation('account')
  const { at, reason, minutes, minutesDate, minutesText } = disabled
  const day = (date: string): string => showDay(i18n.language, date.slice(0, 10))
  const named = minutesDate === undefined ? minutes : t('minutesDated', { number: minutes, date: day(minutesDate) })
  return (
    <>
      <p>{t('certificateDisabled', { date: day(at), reason, minutes: named })}</p>
      {minutesText !== undefined && <blockquote className="hint">{minutesText}</blockquote>}
    </>
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
  const bodyOf = (fields: FormData): object => Object.fromEntries(fields)
  return (
    <AssignmentForm title={t('disableCertificate')} path={`${path}/disable`} done={t('certificateDisabledDone')} bodyOf={bodyOf}>
      <TextField label={t('disableReason')} name="reason" required />
      <TextField label={t('disableMinutes')} name="minutes" required />
      <TextField label={t('disableMinutesDate')} name="minutesDate" type="date" required />
      <TextArea label={t('disableMinutesText')} hint={t('disableMinutesTextHint')} name="minutesText" maxLength={2000} />
    </AssignmentForm>
  )
}
