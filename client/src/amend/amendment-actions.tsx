import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { AmendmentView } from '../app/answers.ts'
import { api } from '../app/api.ts'
import { usePeople } from '../app/people.ts'
import { useMe } from '../app/session.tsx'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'

type Act = 'witness' | 'approve' | 'apply' | 'reject' | 'withdraw'

const over: readonly AmendmentView['state'][] = ['applied', 'rejected', 'withdrawn']

/** The buttons that the server's `next` allows; each consent is given on the digest that is shown. */
export function AmendmentActions({ amendment }: { readonly amendment: AmendmentView }) {
  const { t } = useTranslation(['amend', 'app'])
  const me = useMe()
  const person = usePeople()
  const client = useQueryClient()
  const [asking, ask] = useState<'reject' | 'withdraw'>()
  const act = useMutation({
    mutationFn: ({ verb, reason }: { readonly verb: Act; readonly reason?: string }) =>
      api.post(`/api/amendments/${amendment.id}/${verb}`, { digest: amendment.digest, ...(reason === undefined ? {} : { reason }) }),
    onSuccess: () => client.invalidateQueries(),
    onSettled: () => ask(undefined),
  })
  const { next } = amendment
  const finished = over.includes(amendment.state)
  const mine = amendment.requester === me.user.id
  const waitsFor = amendment.parties.find((party) => !party.done)?.user ?? amendment.requester
  return (
    <section className="card" aria-label={t('toAct')}>
      {act.isSuccess && <Alert tone="good">{t(`did.${act.variables.verb}`)}</Alert>}
      {next !== null && (
        <>
          <p>{t(`actHelp.${next}`)}</p>
          <button type="button" className="button primary" disabled={act.isPending} onClick={() => act.mutate({ verb: next })}>
            {t(`act.${next}`)}
          </button>
        </>
      )}
      {next === null && <p className="hint">{finished ? t('finished') : t('waitFor', { name: person(waitsFor) })}</p>}
      {(next === 'witness' || next === 'approve') && (
        <button type="button" className="button danger" onClick={() => ask('reject')}>
          {t('act.reject')}
        </button>
      )}
      {mine && !finished && (
        <button type="button" className="button" onClick={() => ask('withdraw')}>
          {t('act.withdraw')}
        </button>
      )}
      {amendment.state === 'applied' && (
        <Link className="button" to={`/grids/${amendment.grid}`}>
          {t('openGrid')}
        </Link>
      )}
      <ProblemAlert problem={act.error} />
      {asking === 'reject' && (
        <RejectDialog busy={act.isPending} onReject={(reason) => act.mutate({ verb: 'reject', reason })} onClose={() => ask(undefined)} />
      )}
      {asking === 'withdraw' && (
        <Dialog title={t('withdrawTitle')} size="small" onClose={() => ask(undefined)}>
          <div className="stack">
            <p>{t('withdrawText')}</p>
            <DialogActions>
              <button type="button" className="button" onClick={() => ask(undefined)}>
                {t('app:cancel')}
              </button>
              <button type="button" className="button danger" disabled={act.isPending} onClick={() => act.mutate({ verb: 'withdraw' })}>
                {t('act.withdraw')}
              </button>
            </DialogActions>
          </div>
        </Dialog>
      )}
    </section>
  )
}

interface RejectDialogProps {
  readonly busy: boolean
  readonly onReject: (reason: string) => void
  readonly onClose: () => void
}

function RejectDialog({ busy, onReject, onClose }: RejectDialogProps) {
  const { t } = useTranslation(['amend', 'app'])
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    onReject(String(new FormData(event.currentTarget).get('reason')).trim())
  }
  return (
    <Dialog title={t('rejectTitle')} size="small" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextArea label={t('rejectReason')} name="reason" hint={t('app:reasonHint')} required maxLength={500} autoFocus />
        <DialogActions>
          <button type="button" className="button" onClick={onClose}>
            {t('app:cancel')}
          </button>
          <button type="submit" className="button danger" disabled={busy}>
            {t('act.reject')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
