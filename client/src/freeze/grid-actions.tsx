import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { gridQuery } from '../app/queries.ts'
import { hasRole, useMe } from '../app/session.tsx'
import { Icon } from '../ui/icon.tsx'
import { receiptUrl } from './receipt-url.ts'
import { dialogPart } from '../ui/part.tsx'

/** Dialogs are fetched when one is opened: the grid comes sooner. */
const FilesDialog = dialogPart(() => import('./files-dialog.tsx'))
const FreezeDialog = dialogPart(() => import('./freeze-dialog.tsx'))
const OrderDialog = dialogPart(() => import('./order-dialog.tsx'))

type Shown = 'order' | 'close' | 'files'

/** Buttons beside the grid; each opens a panel so that the marks stay in sight. */
export function GridActions({ gridId }: { readonly gridId: string }) {
  const { t } = useTranslation('freeze')
  const me = useMe()
  const grid = useQuery(gridQuery(gridId)).data
  const [shown, show] = useState<Shown>()
  const close = () => show(undefined)
  const frozen = grid?.state === 'frozen'
  return (
    <div className="row grid-actions">
      {hasRole(me, 'principal') && !frozen && (
        <button type="button" className="button small" onClick={() => show('order')}>
          <Icon name="lock" />
          {t('order')}
        </button>
      )}
      {hasRole(me, 'records-officer') && !frozen && (
        <button type="button" className="button small" onClick={() => show('close')}>
          <Icon name="lock" />
          {t('close')}
        </button>
      )}
      {frozen && grid.rights.amend && (
        <Link className="button small" to={`/amendments/new?grid=${gridId}`}>
          <Icon name="pen" />
          {t('amend')}
        </Link>
      )}
      {frozen && (
        <button type="button" className="button small" onClick={() => show('files')}>
          <Icon name="file" />
          {t('files')}
        </button>
      )}
      {frozen && (
        <a className="button small" href={receiptUrl(gridId, 'latest')} target="_blank" rel="noreferrer">
          <Icon name="seal" />
          {t('receipt')}
        </a>
      )}
      {shown === 'order' && <OrderDialog gridId={gridId} state={grid?.state ?? 'open'} onClose={close} />}
      {shown === 'close' && <FreezeDialog gridId={gridId} onClose={close} />}
      {shown === 'files' && <FilesDialog gridId={gridId} onClose={close} />}
    </div>
  )
}
