import { useTranslation } from 'react-i18next'
import { type Assignment, isSubjectId, subjectOf } from '@hocba/shared/school'

const nameOf = (subject: string): string => (isSubjectId(subject) ? subjectOf(subject).name : subject)

/** What an assignment is about, in words. */
export function useScopeWords(): (assignment: Assignment) => string {
  const { t } = useTranslation('account')
  return (one) => {
    switch (one.kind) {
      case 'teaches':
        return t('scope.teaches', { subject: nameOf(one.subject), class: one.class })
      case 'homeroom':
        return t('scope.homeroom', { class: one.class })
      case 'heads':
        return t('scope.heads', { subjects: one.subjects.map(nameOf).join(', ') })
      case 'guards':
        return t('scope.guards', { student: one.student })
      case 'delegate':
        return t('scope.delegate')
    }
  }
}
