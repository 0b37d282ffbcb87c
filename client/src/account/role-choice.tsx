import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { type Role, isRole, roles as allRoles } from '@hocba/shared/access'

interface RoleChoiceProps {
  readonly roles: readonly Role[]
  readonly onChoose: (roles: readonly Role[]) => void
}

export function RoleChoice({ roles, onChoose }: RoleChoiceProps) {
  const { t } = useTranslation('account')
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    onChoose(chosenRoles(new FormData(event.currentTarget)))
  }
  return (
    <form className="stack" onSubmit={submit}>
      <RoleBoxes roles={roles} />
      <button type="submit" className="button primary self-start">
        {t('saveRoles')}
      </button>
    </form>
  )
}

export function RoleBoxes({ roles }: { readonly roles: readonly Role[] }) {
  const { t } = useTranslation(['account', 'app'])
  return (
    <fieldset className="choices">
      <legend>{t('roles')}</legend>
      {allRoles.map((role) => (
        <label key={role}>
          <input type="checkbox" name="role" value={role} defaultChecked={roles.includes(role)} />
          {t(`app:role.${role}`)}
        </label>
      ))}
    </fieldset>
  )
}

export const chosenRoles = (fields: FormData): readonly Role[] =>
  fields.getAll('role').flatMap((role) => (typeof role === 'string' && isRole(role) ? [role] : []))
