import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '@hocba/shared/access'
import { subjects } from '@hocba/shared/school'
import { classesQuery, peopleQuery } from '../app/queries.ts'
import { SelectField, TextField } from '../ui/field.tsx'
import { AssignmentForm } from './assignment-form.tsx'

/** Each kind of assignment goes to who has its role; the server says so too. */
const roleFor = {
  teaches: 'subject-teacher',
  homeroom: 'homeroom-teacher',
  heads: 'department-head',
  guards: 'guardian',
} as const satisfies Readonly<Record<string, Role>>

type Kind = keyof typeof roleFor
const kinds: readonly Kind[] = ['teaches', 'homeroom', 'heads', 'guards']
const isKind = (text: string): text is Kind => Object.hasOwn(roleFor, text)

/** A new assignment from one day on, or to another (001 art. 4.2c). */
export function BeginAssignment() {
  const { t } = useTranslation('account')
  const [kind, setKind] = useState<Kind>('teaches')
  const people = (useQuery(peopleQuery).data ?? []).filter(({ roles }) => roles.includes(roleFor[kind]))
  return (
    <AssignmentForm title={t('begin')} path="/api/assignments" done={t('begun')} bodyOf={(fields) => bodyOf(kind, fields)}>
      <SelectField label={t('assignmentKind')} value={kind} onChange={({ target }) => isKind(target.value) && setKind(target.value)}>
        {kinds.map((one) => (
          <option key={one} value={one}>
            {t(`kind.${one}`)}
          </option>
        ))}
      </SelectField>
      <SelectField label={t('assignmentPerson')} name="person" required>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {(kind === 'teaches' || kind === 'homeroom') && <ClassField />}
      {kind === 'teaches' && (
        <SelectField label={t('subject')} name="subject" required>
          {subjects.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      {kind === 'heads' && <SubjectBoxes />}
      {kind === 'guards' && <TextField label={t('studentId')} hint={t('studentIdHint')} name="student" required />}
      <TextField label={t('firstDay')} name="from" type="date" required />
      <TextField label={t('lastDay')} hint={t('lastDayHint')} name="until" type="date" />
    </AssignmentForm>
  )
}

function SubjectBoxes() {
  const { t } = useTranslation('account')
  return (
    <fieldset className="choices">
      <legend>{t('subject')}</legend>
      {subjects.map(({ id, name }) => (
        <label key={id}>
          <input type="checkbox" name="subject" value={id} />
          {name}
        </label>
      ))}
    </fieldset>
  )
}

function ClassField() {
  const { t } = useTranslation('account')
  const classes = useQuery(classesQuery).data ?? []
  return (
    <SelectField label={t('class')} name="class" required>
      {classes.map(({ id }) => (
        <option key={id} value={id}>
          {id}
        </option>
      ))}
    </SelectField>
  )
}

function bodyOf(kind: Kind, fields: FormData): object {
  const until = fields.get('until')
  return { person: fields.get('person'), from: fields.get('from'), ...(until === '' ? {} : { until }), scope: scopeOf(kind, fields) }
}

function scopeOf(kind: Kind, fields: FormData): object {
  switch (kind) {
    case 'teaches':
      return { kind, class: fields.get('class'), subject: fields.get('subject') }
    case 'homeroom':
      return { kind, class: fields.get('class') }
    case 'heads':
      return { kind, subjects: fields.getAll('subject') }
    case 'guards':
      return { kind, student: fields.get('student') }
  }
}
