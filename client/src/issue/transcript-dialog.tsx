import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Order, TranscriptLine } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { showTime } from '../text/time.ts'

export type TranscriptStep = 'issue' | 'revoke' | 'replace'

interface TranscriptDialogProps {
  readonly transcript: TranscriptLine
  readonly step: TranscriptStep
  readonly order: Order | undefined
  readonly onClose: () => void
}

/** Names the consequence and the principal's order before anything happens. */
export function TranscriptDialog({ transcript, step, order, onClose }: TranscriptDialogProps) {
  const { t, i18n } = useTranslation(['issue', 'app'])
  const client = useQueryClient()
  const act = useMutation({
    mutationFn: (id: string) => api.post(`/api/transcripts/${transcript.id}/${step}`, { order: id }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['transcripts'] })
      onClose()
    },
  })
  const title = t(`${step}Title`, { name: transcript.name })
  return (
    <Dialog title={title} size="small" onClose={onClose}>
      <div className="stack">
        {step !== 'issue' && <p>{t(`${step}Text`)}</p>}
        {order === undefined ? (
          <Alert tone="warn">{step === 'revoke' ? t('noOrder') : t('noIssueOrder')}</Alert>
        ) : (
          <p>
            <span className="hint">{t('order')}: </span>
            {t('orderLine', { reason: order.reason, time: showTime(i18n.language, order.at) })}
          </p>
        )}
        <ProblemAlert problem={act.error} />
        <DialogActions>
          <button type="button" className="button" onClick={onClose}>
            {t('app:cancel')}
          </button>
          {order !== undefined && (
            <button
              type="button"
              className={step === 'issue' ? 'button primary' : 'button danger'}
              disabled={act.isPending}
              onClick={() => act.mutate(order.id)}
            >
              {t(step)}
            </button>
          )}
        </DialogActions>
      </div>
    </Dialog>
  )
}
