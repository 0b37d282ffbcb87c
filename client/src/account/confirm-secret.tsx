import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { CodeField, otpOf } from '../app/code-field.tsx'
import { ProblemAlert } from '../ui/alert.tsx'
import { QrPicture } from './qr-picture.tsx'

export interface Secret {
  /** Base32, for typing. */
  readonly secret: string
  /** `otpauth://…`, for a link or a QR code. */
  readonly uri: string
}

interface ConfirmSecretProps {
  readonly secret: Secret
  readonly onCodes: (codes: readonly string[]) => void
}

export function ConfirmSecret({ secret: { secret, uri }, onCodes }: ConfirmSecretProps) {
  const { t } = useTranslation('account')
  const confirm = useMutation({
    mutationFn: (otp: string) => api.post<{ readonly recovery: readonly string[] }>('/api/second-factor/confirm', { otp }),
    onSuccess: ({ recovery }) => onCodes(recovery),
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    confirm.mutate(otpOf(new FormData(event.currentTarget)))
  }

  return (
    <form className="stack" onSubmit={submit}>
      <p>{t('secretLead')}</p>
      <QrPicture text={uri} label={t('secretPicture')} />
      <p>
        <a href={uri}>{t('openAuthenticator')}</a>
      </p>
      <p>
        {t('manualKey')} <code>{secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <CodeField />
      <ProblemAlert problem={confirm.error} />
      <button type="submit" className="button primary self-start" disabled={confirm.isPending}>
        {t('confirmCode')}
      </button>
    </form>
  )
}
