import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { classesQuery, transcriptsQuery } from '../app/queries.ts'
import { useMe } from '../app/session.tsx'
import { Answered, Page } from '../ui/page.tsx'
import { ClassTranscripts } from './class-transcripts.tsx'
import './issue.css'

/** A class's transcripts: initialise, follow the signatures, issue, revoke, replace (001 art. 14). */
export default function TranscriptsPage() {
  const { t } = useTranslation('issue')
  const me = useMe()
  const [params, setParams] = useSearchParams()
  const classes = useQuery(classesQuery)
  const own = me.classes.find((one) => one.homeroom === true)?.id
  const chosen = params.get('class') ?? own ?? classes.data?.[0]?.id ?? ''
  const query = useQuery(transcriptsQuery(chosen, me.year))
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Answered query={classes}>
          {(all) => (
            <label className="row class-choice">
              {t('class')}
              <select value={chosen} onChange={(event) => setParams({ class: event.target.value })}>
                {all.map(({ id }) => (
                  <option key={id} value={id}>
                    {id}
                  </option>
                ))}
              </select>
            </label>
          )}
        </Answered>
      }
    >
      {chosen !== '' && (
        <Answered query={query}>
          {(transcripts) => <ClassTranscripts key={chosen} className={chosen} year={me.year} transcripts={transcripts} />}
        </Answered>
      )}
    </Page>
  )
}
