import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../ui/field.tsx'
import { ApiProblem } from './problem.ts'

/** Whether the server has asked for the second factor; once it has, the field stays. */
export function useAskedForCode(problem: unknown): boolean {
  const [asked, setAsked] = useState(false)
  const asks = problem instanceof ApiProblem && problem.code === 'session.otp'
  if (asks && !asked) setAsked(true)
  return asked || asks
}

export function CodeField() {
  const { t } = useTranslation('app')
  return (
    <TextField
      label={t('signIn.code')}
      hint={t('signIn.codeHint')}
      name="otp"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={40}
      autoFocus
      required
    />
  )
}

export const otpOf = (fields: FormData): string => {
  const otp = fields.get('otp')
  return typeof otp === 'string' ? otp.trim() : ''
}
