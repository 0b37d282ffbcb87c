import { useTranslation } from 'react-i18next'
import type { Assignment } from '@hocba/shared/school'
import { usePeople } from '../app/people.ts'
import { SelectField, TextField } from '../ui/field.tsx'
import { AssignmentForm } from './assignment-form.tsx'
import { useScopeWords } from './scope-words.ts'

/** The last day of an assignment, with nobody to follow; delegations are taken back by the principal. */
export function EndAssignment({ assignments }: { readonly assignments: readonly Assignment[] }) {
  const { t } = useTranslation('account')
  const person = usePeople()
  const words = useScopeWords()
  const held = assignments.filter((one) => one.kind !== 'delegate')
  const bodyOf = (fields: FormData): object | undefined => {
    const chosen = held[Number(fields.get('held'))]
    if (chosen === undefined) return undefined
    const { person: of, from: _since, until: _last, ...scope } = chosen
    return { person: of, until: fields.get('until'), scope }
  }
  return (
    <AssignmentForm title={t('endAssignment')} path="/api/assignments/end" done={t('ended')} bodyOf={bodyOf}>
      <SelectField label={t('endWhat')} name="held" required>
        {held.map((one, index) => (
          <option key={JSON.stringify(one)} value={index}>
            {`${person(one.person)} · ${words(one)}`}
          </option>
        ))}
      </SelectField>
      <TextField label={t('lastDay')} name="until" type="date" required />
    </AssignmentForm>
  )
}
