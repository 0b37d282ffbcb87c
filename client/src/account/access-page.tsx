import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReadLine } from '../app/answers.ts'
import { accessReportQuery, classesQuery, reportStudentsQuery } from '../app/queries.ts'
import { showTime } from '../text/time.ts'
import { SelectField } from '../ui/field.tsx'
import { Answered, Empty } from '../ui/page.tsx'
import { OfficePage } from './office-page.tsx'
import { useRecordWords } from './record-words.ts'

/** Who has looked into the records of one student, and when (001 art. 13.3). */
export default function AccessPage() {
  const { t } = useTranslation(['account', 'app'])
  const classes = useQuery(classesQuery)
  const [chosen, setClass] = useState('')
  const className = chosen === '' ? (classes.data?.[0]?.id ?? '') : chosen
  const students = useQuery(reportStudentsQuery(className)).data ?? []
  const [student, setStudent] = useState('')
  const report = useQuery(accessReportQuery(student))
  const choose = (id: string): void => {
    setClass(id)
    setStudent('')
  }
  return (
    <OfficePage title={t('access')} lead={t('accessLead')}>
      <div className="card">
        <div className="columns">
          <SelectField label={t('class')} value={className} onChange={(event) => choose(event.target.value)}>
            {classes.data?.map(({ id }) => (
              <option key={id} value={id}>
                {t('app:className', { name: id })}
              </option>
            ))}
          </SelectField>
          <SelectField label={t('student')} value={student} onChange={(event) => setStudent(event.target.value)}>
            <option value="">{t('chooseStudent')}</option>
            {students.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        </div>
      </div>
      {student !== '' && <Answered query={report}>{(reads) => <Reads reads={reads} />}</Answered>}
    </OfficePage>
  )
}

function Reads({ reads }: { readonly reads: readonly ReadLine[] }) {
  const { t, i18n } = useTranslation('account')
  const words = useRecordWords()
  if (reads.length === 0) return <Empty title={t('notRead')} />
  return (
    <div className="card flush">
      <div className="table-wrap">
        <table>
          <caption>{t('reads', { count: reads.length })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('readAt')}</th>
              <th scope="col">{t('reader')}</th>
              <th scope="col">{t('readWhat')}</th>
            </tr>
          </thead>
          <tbody>
            {reads.map(({ record, at, user, name }) => (
              <tr key={`${at} ${user} ${record}`}>
                <td>{showTime(i18n.language, at)}</td>
                <td>{name}</td>
                <td>{words(record)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
