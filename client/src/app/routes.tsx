import { type ComponentType, type ReactNode, Suspense, lazy } from 'react'
import { Route, Routes } from 'react-router'
import { DutyFirst } from '../account/duty-first.tsx'
import { Loading } from '../ui/page.tsx'
import { Crash } from './crash.tsx'
import { Gate } from './gate.tsx'
import { Shell } from './shell.tsx'
import { UnknownPage } from './unknown-page.tsx'

/** Each page is fetched when it is first opened: the sign-in page stays light. */
const HomePage = lazy(() => import('../home/home-page.tsx'))
const GridPlace = lazy(() => import('../freeze/grid-place.tsx'))
const PrintPage = lazy(() => import('../print/print-page.tsx'))
const BoardPage = lazy(() => import('../board/board-page.tsx'))
const ProgressPage = lazy(() => import('../board/progress-page.tsx'))
const OrdersPage = lazy(() => import('../orders/orders-page.tsx'))
const SigningPage = lazy(() => import('../sign/signing-page.tsx'))
const AmendmentsPage = lazy(() => import('../amend/amendments-page.tsx'))
const AmendmentPage = lazy(() => import('../amend/amendment-page.tsx'))
const RequestPage = lazy(() => import('../amend/request-page.tsx'))
const TranscriptsPage = lazy(() => import('../issue/transcripts-page.tsx'))
const AccountPage = lazy(() => import('../account/account-page.tsx'))
const SetupPage = lazy(() => import('../account/setup-page.tsx'))
const VerifyPage = lazy(() => import('../verify/verify-page.tsx'))

export function Pages() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route path="/" element={behindSignIn(HomePage)} />
        <Route path="/grids/:id" element={behindSignIn(GridPlace)} />
        <Route path="/grids/:id/print" element={behindSignIn(PrintPage)} />
        <Route path="/board/:class/:term" element={behindSignIn(BoardPage)} />
        <Route path="/progress" element={behindSignIn(ProgressPage)} />
        <Route path="/orders" element={behindSignIn(OrdersPage)} />
        <Route path="/signing" element={behindSignIn(SigningPage)} />
        <Route path="/amendments" element={behindSignIn(AmendmentsPage)} />
        <Route path="/amendments/new" element={behindSignIn(RequestPage)} />
        <Route path="/amendments/:id" element={behindSignIn(AmendmentPage)} />
        <Route path="/transcripts" element={behindSignIn(TranscriptsPage)} />
        <Route path="/account" element={behindSignIn(AccountPage)} />
        <Route path="/setup" element={fenced(<SetupPage />)} />
        <Route path="/verify" element={fenced(<VerifyPage />)} />
        <Route path="*" element={<UnknownPage />} />
      </Route>
    </Routes>
  )
}

const fenced = (page: ReactNode) => (
  <Crash>
    <Suspense fallback={<Loading />}>{page}</Suspense>
  </Crash>
)

const behindSignIn = (Page: ComponentType) => (
  <Gate>
    {fenced(
      <DutyFirst>
        <Page />
      </DutyFirst>,
    )}
  </Gate>
)
