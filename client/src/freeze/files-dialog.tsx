import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Artefact } from '../app/answers.ts'
import { groupBy } from '../app/group.ts'
import { usePeople } from '../app/people.ts'
import { artefactsQuery } from '../app/queries.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { Answered, Empty } from '../ui/page.tsx'
import { receiptUrl } from './receipt-url.ts'

/** Every version's XML and PDF, who has signed and who is still missing. */
export default function FilesDialog({ gridId, onClose }: { readonly gridId: string; readonly onClose: () => void }) {
  const { t } = useTranslation(['freeze', 'app'])
  const query = useQuery({ ...artefactsQuery(gridId), staleTime: 0 })
  return (
    <Dialog title={t('filesTitle')} size="side" onClose={onClose}>
      <Answered query={query}>
        {(artefacts) =>
          artefacts.length === 0 ? (
            <Empty title={t('noFiles')}>
              <p>{t('noFilesHelp')}</p>
            </Empty>
          ) : (
            <div className="stack">
              {newestFirst(artefacts).map((files) => (
                <VersionFiles key={files[0]?.version} gridId={gridId} files={files} />
              ))}
            </div>
          )
        }
      </Answered>
    </Dialog>
  )
}

const newestFirst = (artefacts: readonly Artefact[]): readonly (readonly Artefact[])[] =>
  groupBy(
    artefacts.toSorted((a, b) => b.version - a.version),
    (file) => String(file.version),
  ).map(([, files]) => files)

const fileTone: Readonly<Record<Artefact['state'], string>> = { signing: 'warn', signed: 'good', superseded: '' }

function VersionFiles({ gridId, files }: { readonly gridId: string; readonly files: readonly Artefact[] }) {
  const { t } = useTranslation(['freeze', 'app'])
  const person = usePeople()
  const first = files[0]
  if (first === undefined) return null
  const missing = first.state === 'signing' ? first.missing : []
  const signed = [...new Set(first.signedBy)].map((role) => t(`app:signer.${role}`)).join(', ')
  return (
    <section className="card" aria-label={t('version', { version: first.version })}>
      <div className="row between">
        <h3>{t('version', { version: first.version })}</h3>
        <span className={`chip ${fileTone[first.state]}`}>{t(`fileState.${first.state}`)}</span>
      </div>
      <dl className="facts">
        <dt>{t('signedBy')}</dt>
        <dd>{signed || t('noSigner')}</dd>
        {missing.length > 0 && (
          <>
            <dt>{t('missingSigners')}</dt>
            <dd>{missing.map((one) => `${person(one.person)} (${t(`app:signer.${one.role}`)})`).join(', ')}</dd>
          </>
        )}
      </dl>
      <p className="row">
        {files.map((file) => (
          <a key={file.kind} className="button" href={file.url} download>
            <Icon name="download" />
            {t('download', { kind: file.kind.toUpperCase(), version: file.version })}
          </a>
        ))}
        <a className="button" href={receiptUrl(gridId, first.version)} target="_blank" rel="noreferrer">
          <Icon name="seal" />
          {t('receipt')}
        </a>
      </p>
    </section>
  )
}
