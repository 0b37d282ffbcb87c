import { createHash } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import type { AgentJob } from '@hocba/shared/wire'
import type { Authorization, AuthorizationRequest, CredentialRef, Holder, KeyProvider } from './key/port.ts'
import { inTurns } from './turns.ts'
import type { Work } from './work.ts'

/** A part whose person types a PIN here once for all of them is small, so that signing begins early. */
export const partLength = 32

/** A job is two digests. */
export function partsOf(jobs: readonly AgentJob[], { act, maxBatch }: CredentialRef): readonly (readonly AgentJob[])[] {
  const most = Math.max(1, Math.floor(maxBatch / 2))
  const length = act === 'pin' ? Math.min(partLength, most) : most
  return Array.from({ length: Math.ceil(jobs.length / length) }, (_, part) => jobs.slice(part * length, (part + 1) * length))
}

/** Part by part, until the session ends. A key that has refused once is not asked again: nobody would be there to answer for it. */
export function askingOnce(
  provider: KeyProvider,
  holder: Holder,
  deadline: number,
  now: () => Date,
): (request: AuthorizationRequest) => Promise<Authorization> {
  let refusal: { readonly cause: unknown } | undefined
  return async (request) => {
    if (refusal !== undefined) throw refusal.cause
    if (now().getTime() > deadline) throw new Fault('batch.unknown')
    try {
      return await provider.authorize(request, holder)
    } catch (cause) {
      refusal = { cause }
      throw cause
    }
  }
}

export function requestFor(credential: string, works: readonly Work[]): AuthorizationRequest {
  const jobs = works.map(({ job }) => job)
  const summaryDigest = createHash('sha256')
    .update(jobs.map(({ digest }) => digest).join('\n'))
    .digest('hex')
  const display = { title: titleOf(jobs), count: works.length, summaryDigest }
  return { credential, digests: works.flatMap(({ digests }) => digests), hashAlg: 'sha256', display }
}

/**
 * One authorisation for all of them, given back when the last is signed. `sign` gets what asks the key for the work's own digests.
 * @throws what the key refuses with, before anything is signed
 */
export async function signAll(
  works: readonly Work[],
  provider: KeyProvider,
  authorize: () => Promise<Authorization>,
  sign: (work: Work, key: () => Promise<readonly Uint8Array[]>) => Promise<void>,
): Promise<void> {
  const authorization = await authorize()
  try {
    await inTurns(works, (work) => sign(work, () => provider.signHashes(authorization, work.digests)))
  } finally {
    await provider.release(authorization)
  }
}

/** What a telephone may show of a batch; the title of a transcript names a student, who is nobody's business there. */
const titleOf = ([first]: readonly AgentJob[]): string => (first?.kind === 'grid' ? first.title : 'Học bạ')
