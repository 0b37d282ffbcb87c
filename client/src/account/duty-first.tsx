import type { ReactNode } from 'react'
import { useMe } from '../app/session.tsx'
import { part } from '../ui/part.tsx'

const DutyPage = part(() => import('./duty-page.tsx'))

/** An account that owes a new password or a second factor sees that and nothing else; the server refuses the rest too. */
export function DutyFirst({ children }: { readonly children: ReactNode }) {
  const { duty } = useMe()
  return duty === undefined ? children : <DutyPage duty={duty} />
}
