import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import './app/tokens.css'
import './app/base.css'
import './app/shell.css'
import './app/contrast.css'
import { Crash } from './app/crash.tsx'
import { applyDensity, rememberedDensity } from './app/density.ts'
import { ApiProblem } from './app/problem.ts'
import { meQuery } from './app/queries.ts'
import { Pages, fetchPage } from './app/routes.tsx'
import { SessionProvider } from './app/session.tsx'
import './app/trusted.ts'
import { startText } from './text/text.ts'

/** A refusal stays a refusal; only a lost connection is worth asking again. */
const shouldRetry = (tries: number, error: Error): boolean => tries < 2 && (!(error instanceof ApiProblem) || error.status >= 502)

const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: shouldRetry, staleTime: 5_000, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})

const place = document.getElementById('root')
if (place === null) throw new Error('the page has a root')

applyDensity(rememberedDensity())
// Side by side: who is signed in, and the code of the page that was asked for.
void queries.prefetchQuery({ ...meQuery, retry: false })
fetchPage(window.location.pathname)
await startText()
createRoot(place).render(
  <Crash>
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <SessionProvider>
          <Pages />
        </SessionProvider>
      </BrowserRouter>
    </QueryClientProvider>
  </Crash>,
)
