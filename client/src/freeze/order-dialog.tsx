import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridState } from '@hocba/shared/grid'
import type { OrderAction } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { ActionChoice } from '../orders/action-choice.tsx'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import { Completeness } from './completeness.tsx'

interface OrderDialogProps {
  readonly gridId: string
  readonly state: GridState
  readonly onClose: () => void
}

const choices: Readonly<Record<GridState, readonly OrderAction[]>> = {
  open: ['lock', 'freeze'],
  locked: ['unlock', 'freeze'],
  frozen: [],
}

/** The principal orders for this one grid, seeing how complete it is. */
export default function OrderDialog({ gridId, state, onClose }: OrderDialogProps) {
  const { t } = useTranslation(['freeze', 'app', 'orders'])
  const client = useQueryClient()
  const [action, setAction] = useState<OrderAction>(state === 'locked' ? 'unlock' : 'lock')
  const give = useMutation({
    mutationFn: (reason: string) => api.post('/api/orders', { action, scope: { grids: [gridId] }, reason }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['orders'] }),
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    give.mutate(String(new FormData(event.currentTarget).get('reason')).trim())
  }

  return (
    <Dialog title={t('orderTitle')} size="side" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <ActionChoice actions={choices[state]} value={action} onChange={setAction} />
        {action === 'freeze' && <Completeness gridId={gridId} />}
        <TextArea label={t('app:reason')} name="reason" hint={t('app:reasonHint')} required maxLength={500} />
        <ProblemAlert problem={give.error} />
        {give.isSuccess && <Alert tone="good">{t('orders:given')}</Alert>}
        <DialogActions>
          <button type="button" className="button" onClick={onClose}>
            {give.isSuccess ? t('app:close') : t('app:cancel')}
          </button>
          {!give.isSuccess && (
            <button type="submit" className="button primary" disabled={give.isPending}>
              {t('order')}
            </button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  )
}
