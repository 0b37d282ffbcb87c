import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrderAction } from '../app/answers.ts'

interface ActionChoiceProps {
  readonly actions: readonly OrderAction[]
  readonly value: OrderAction
  readonly onChange: (action: OrderAction) => void
}

export function ActionChoice({ actions, value, onChange }: ActionChoiceProps) {
  const { t } = useTranslation('orders')
  const name = useId()
  return (
    <fieldset className="stack tight" aria-describedby={`${name}-explain`}>
      <legend>{t('action')}</legend>
      <div className="segments">
        {actions.map((action) => (
          <label key={action} className="segment">
            <input type="radio" name={name} value={action} checked={value === action} onChange={() => onChange(action)} />
            {t(`actions.${action}`)}
          </label>
        ))}
      </div>
      <p className="hint" id={`${name}-explain`} aria-live="polite">
        {t(`explain.${value}`)}
      </p>
    </fieldset>
  )
}
