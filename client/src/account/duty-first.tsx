import { type ReactNode, Suspense, lazy } from 'react'
import { useMe } from '../app/session.tsx'
import { Loading } from '../ui/page.tsx'

const DutyPage = lazy(() => import('./duty-page.tsx'))

/** An account that owes a new password or a second factor sees that and nothing else; the server refuses the rest too. */
export function DutyFirst({ children }: { readonly children: ReactNode }) {
  const { duty } = useMe()
  if (duty === undefined) return children
  return (
    <Suspense fallback={<Loading />}>
      <DutyPage duty={duty} />
    </Suspense>
  )
}
