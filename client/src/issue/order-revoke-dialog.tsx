import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { TranscriptLine } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { ProblemAlert } from '../ui/alert.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'

/** The principal's order to revoke one transcript. */
export function OrderRevokeDialog({ transcript, onClose }: { readonly transcript: TranscriptLine; readonly onClose: () => void }) {
  const { t } = useTranslation(['issue', 'app'])
  const client = useQueryClient()
  const give = useMutation({
    mutationFn: (reason: string) => api.post('/api/orders', { action: 'revoke', scope: { transcripts: [transcript.id] }, reason }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['orders'] })
      onClose()
    },
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    give.mutate(String(new FormData(event.currentTarget).get('reason')).trim())
  }

  return (
    <Dialog title={t('orderRevokeTitle', { name: transcript.name })} size="small" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{t('revokeText')}</p>
        <TextArea label={t('app:reason')} name="reason" hint={t('app:reasonHint')} required maxLength={500} autoFocus />
        <ProblemAlert problem={give.error} />
        <DialogActions>
          <button type="button" className="button" onClick={onClose}>
            {t('app:cancel')}
          </button>
          <button type="submit" className="button danger" disabled={give.isPending}>
            {t('orderRevoke')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
