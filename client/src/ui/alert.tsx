import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { faultSentence } from '../text/fault.ts'
import { ApiProblem } from '../app/problem.ts'
import { Icon, type IconName } from './icon.tsx'

type Tone = 'info' | 'good' | 'warn' | 'bad'

const icons: Readonly<Record<Tone, IconName>> = { info: 'info', good: 'check', warn: 'warn', bad: 'cross' }

/** A sentence that asks for attention, with a sign beside its colour. Errors are announced at once. */
export function Alert({ tone, children, code }: { readonly tone: Tone; readonly children: ReactNode; readonly code?: string | undefined }) {
  return (
    <div className={`alert ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={icons[tone]} />
      <div>
        {children}
        {code !== undefined && <small className="code">{code}</small>}
      </div>
    </div>
  )
}

/** What the server refused, in its own words; the code in small print is for whoever is asked for help. */
export function ProblemAlert({ problem, children }: { readonly problem: unknown; readonly children?: ReactNode }) {
  const { i18n } = useTranslation()
  if (problem === undefined || problem === null) return null
  const known = problem instanceof ApiProblem
  return (
    <Alert tone="bad" code={known ? problem.code : undefined}>
      <p>{known ? faultSentence(i18n.language, problem) : String(problem)}</p>
      {children}
    </Alert>
  )
}
