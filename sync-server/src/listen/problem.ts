import { Fault, faults } from '@hocba/shared/core'
import type { Problem } from '@hocba/shared/wire'
import { isDiskFault } from '../store/sqlite/index.ts'

/** Every error as RFC 9457; what is not a Fault is ours and says nothing of the inside. */
export function problemOf(error: unknown): Problem {
  const fault = error instanceof Fault ? error : asFault(error)
  return {
    type: `urn:hocba:fault:${fault.code}`,
    title: faults[fault.code].en,
    status: fault.status,
    code: fault.code,
    detail: fault.message,
    ...fault.extra,
  }
}

function asFault(error: unknown): Fault {
  if (isDiskFault(error)) return new Fault('store.full', { cause: error })
  const status = statusOf(error)
  if (status === 413) return new Fault('request.too-large', { cause: error })
  if (status !== undefined && status >= 400 && status < 500) return new Fault('request.invalid', { cause: error })
  return new Fault('internal', { cause: error })
}

const statusOf = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined
