import { faults, isFaultCode } from '@hocba/shared/core'
import type { ApiProblem } from '../app/problem.ts'

/** The server's own sentence in Vietnamese; in English the registry's, since details are Vietnamese only. */
export function faultSentence(language: string, problem: ApiProblem): string {
  if (language !== 'en') return problem.detail
  return codeSentence(language, problem.code) ?? problem.detail
}

/** The registry's sentence of a code that came without one, such as a failed signing job. */
export function codeSentence(language: string, code: string): string | undefined {
  if (!isFaultCode(code)) return undefined
  return language === 'en' ? faults[code].en : faults[code].vi
}
