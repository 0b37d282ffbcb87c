import type { ReactNode } from 'react'
import { Route, Routes, matchPath } from 'react-router'
import { DutyFirst } from '../account/duty-first.tsx'
import { type Part, part } from '../ui/part.tsx'
import { Crash } from './crash.tsx'
import { Gate } from './gate.tsx'
import { Shell } from './shell.tsx'
import { UnknownPage } from './unknown-page.tsx'

/** Each page is fetched when it is first opened: the sign-in page stays light. */
const pages: Readonly<Record<string, Part<object>>> = {
  '/': part(() => import('../home/home-page.tsx')),
  '/grids/:id': part(() => import('../freeze/grid-place.tsx')),
  '/grids/:id/print': part(() => import('../print/print-page.tsx')),
  '/board/:class/:term': part(() => import('../board/board-page.tsx')),
  '/progress': part(() => import('../board/progress-page.tsx')),
  '/orders': part(() => import('../orders/orders-page.tsx')),
  '/signing': part(() => import('../sign/signing-page.tsx')),
  '/amendments': part(() => import('../amend/amendments-page.tsx')),
  '/amendments/new': part(() => import('../amend/request-page.tsx')),
  '/amendments/:id': part(() => import('../amend/amendment-page.tsx')),
  '/transcripts': part(() => import('../issue/transcripts-page.tsx')),
  '/account': part(() => import('../account/account-page.tsx')),
  '/accounts': part(() => import('../account/accounts-page.tsx')),
  '/access': part(() => import('../account/access-page.tsx')),
  '/certificates': part(() => import('../account/certificates-page.tsx')),
  '/assignments': part(() => import('../account/assignments-page.tsx')),
}

const SetupPage = part(() => import('../account/setup-page.tsx'))
const VerifyPage = part(() => import('../verify/verify-page.tsx'))

/** Has the code of a page come while the session is still being asked for. */
export function fetchPage(path: string): void {
  const found = Object.entries(pages).find(([pattern]) => matchPath(pattern, path))
  void found?.[1].fetch()
}

export function Pages() {
  return (
    <Routes>
      <Route element={<Shell />}>
        {Object.entries(pages).map(([path, Page]) => (
          <Route key={path} path={path} element={behindSignIn(Page)} />
        ))}
        <Route path="/setup" element={fenced(<SetupPage />)} />
        <Route path="/verify" element={fenced(<VerifyPage />)} />
        <Route path="*" element={<UnknownPage />} />
      </Route>
    </Routes>
  )
}

const fenced = (page: ReactNode) => <Crash>{page}</Crash>

const behindSignIn = (Page: Part<object>) => (
  <Gate>
    {fenced(
      <DutyFirst>
        <Page />
      </DutyFirst>,
    )}
  </Gate>
)
