import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes, useId } from 'react'

interface Labelled {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
}

/** A label above its control, with hint and error tied to it for screen readers. */
function useField({ hint, error }: Labelled) {
  const id = useId()
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ')
  return { id, control: { id, 'aria-describedby': described || undefined, 'aria-invalid': error === undefined ? undefined : true } }
}

function Field({ id, label, hint, error, children }: Labelled & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <small id={`${id}-hint`} className="hint">
          {hint}
        </small>
      )}
      {error !== undefined && (
        <small id={`${id}-error`} className="field-error">
          {error}
        </small>
      )}
    </div>
  )
}

export function TextField({ label, hint, error, ...rest }: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const { id, control } = useField({ label, hint, error })
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input {...rest} {...control} />
    </Field>
  )
}

export function TextArea({ label, hint, error, ...rest }: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const { id, control } = useField({ label, hint, error })
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <textarea rows={3} {...rest} {...control} />
    </Field>
  )
}

export function SelectField({ label, hint, error, children, ...rest }: Labelled & SelectHTMLAttributes<HTMLSelectElement>) {
  const { id, control } = useField({ label, hint, error })
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <select {...rest} {...control}>
        {children}
      </select>
    </Field>
  )
}
