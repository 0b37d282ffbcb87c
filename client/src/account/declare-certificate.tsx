import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { peopleQuery } from '../app/queries.ts'
import { SelectField, TextArea } from '../ui/field.tsx'
import { AssignmentForm } from './assignment-form.tsx'

/** A certificate that is known by its public half alone; the signing agent declares those that it finds by itself. */
export function DeclareCertificate() {
  const { t } = useTranslation('account')
  const people = useQuery(peopleQuery).data ?? []
  const bodyOf = (fields: FormData): object => ({ account: fields.get('account'), certificate: fields.get('certificate') })
  return (
    <AssignmentForm title={t('declareCertificate')} path="/api/certificates" done={t('certificateDeclared')} bodyOf={bodyOf}>
      <SelectField label={t('certificateHolder')} name="account" required>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextArea label={t('certificatePem')} hint={t('certificatePemHint')} name="certificate" required />
    </AssignmentForm>
  )
}
