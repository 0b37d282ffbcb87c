import { rfc3339 } from '../clock.ts'
import type { Services } from '../services.ts'

/**
 * An account or an address that has failed too often is in the log, once for each time it is locked.
 * A name that is no account's is not kept: people type their password there.
 */
export function recordRisks({ sessions, school, queue, clock }: Services): void {
  sessions.onRisk(({ of, user, address }) => {
    const isKnown = school.person(user) !== undefined
    if (of === 'account' && !isKnown) return
    const body = { reason: 'failed-sign-ins', of, account: isKnown ? user : null, network: networkOf(address) }
    const event = {
      kind: 'login-risk',
      actor: isKnown ? user : 'nobody',
      session: '',
      at: rfc3339(clock.now()),
      cause: null,
      digest: null,
      body,
    } as const
    queue.record({ event }).catch(() => undefined) // a failed commit stops the server by itself (I18)
  })
}

/** Enough to see where from, too little to name a household. */
export const networkOf = (address: string): string =>
  address.includes('.')
    ? `${address
        .replace(/^::ffff:/, '')
        .split('.')
        .slice(0, 3)
        .join('.')}.0/24`
    : `${address.split(':').slice(0, 3).join(':')}::/48`
