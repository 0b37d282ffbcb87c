import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LoginOffer } from '@hocba/shared/wire'
import { Alert, ProblemAlert } from '../ui/alert.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Me } from './answers.ts'
import { api } from './api.ts'
import { ApiProblem, offlineCode } from './problem.ts'

interface CertificateSignInProps {
  readonly username: string
  readonly onProved: (user: Me['user']) => Promise<void>
  readonly onClose: () => void
}

const pollMs = 1_000

/** The person's key confirms on the agent's page; this one asks once a second whether it has (001 art. 8b). */
export default function CertificateSignIn({ username, onProved, onClose }: CertificateSignInProps) {
  const { t } = useTranslation('app')
  const [offer, setOffer] = useState<LoginOffer>()
  const [problem, setProblem] = useState<unknown>()

  useEffect(() => {
    const stop = new AbortController()
    void proveAs(username, stop.signal, setOffer)
      .then((user) => user && onProved(user))
      .catch((cause: unknown) => {
        if (!stop.signal.aborted) setProblem(cause)
      })
    return () => stop.abort()
  }, [username, onProved])

  const expired = problem instanceof ApiProblem && problem.code === 'session.invalid'
  return (
    <div className="stack">
      {problem === undefined && offer !== undefined && (
        <div className="stack" role="status">
          <p>{t('signIn.certificateText')}</p>
          <p>
            <a className="button primary" href={offer.agentUrl} target="_blank" rel="noopener noreferrer">
              {t('signIn.certificateOpen')}
              <Icon name="external" />
            </a>
          </p>
        </div>
      )}
      {expired ? <Alert tone="bad">{t('signIn.certificateOver')}</Alert> : <ProblemAlert problem={problem} />}
      <button type="button" className="button" onClick={onClose}>
        {t('signIn.certificateCancel')}
      </button>
    </div>
  )
}

type Claim = { readonly state: 'waiting' } | Pick<Me, 'user'>

/** Who has been signed in; `undefined` when it was given up. A lost network is waited out: the challenge ends by itself. */
async function proveAs(username: string, stop: AbortSignal, show: (offer: LoginOffer) => void): Promise<Me['user'] | undefined> {
  const offer = await api.post<LoginOffer>('/api/session/certificate', { username })
  if (stop.aborted) return undefined
  show(offer)
  while (!stop.aborted) {
    await new Promise((resolve) => setTimeout(resolve, pollMs))
    if (stop.aborted) return undefined
    const claim = await api.post<Claim>(`/api/session/certificate/${offer.id}`, { secret: offer.secret }).catch(waitOutNetwork)
    if ('user' in claim) return claim.user
  }
  return undefined
}

function waitOutNetwork(cause: unknown): Claim {
  if (cause instanceof ApiProblem && cause.code === offlineCode) return { state: 'waiting' }
  throw cause
}
