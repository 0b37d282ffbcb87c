import { Fault, toHex } from '@hocba/shared/core'
import type { AgentProof } from '@hocba/shared/wire'
import type { Services } from '../services.ts'

type Log = Pick<Services, 'stores'>

/** That what the digest names is on record in the log of that size. @throws Fault `log.range` */
export async function proofOfDigest(services: Log, digest: string, size: number): Promise<AgentProof> {
  await demandSizes(services, 0, size)
  const index = await services.stores.gradebook.indexOfDigest(digest)
  if (index === undefined || index >= size) throw new Fault('log.range')
  return proofOf(services, index, size)
}

/** @throws Fault `log.range` */
export async function proofOf({ stores: { gradebook: log } }: Log, index: number, size: number): Promise<AgentProof> {
  const [entry] = await log.entries(index, 1)
  if (!entry) throw new Fault('log.range')
  return { index, size, leaf: entry.text, path: (await log.inclusion(index, size)).map(toHex) }
}

/** @throws Fault `log.range` for what is no size */
export function sizeOf(text: string | undefined): number {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw new Fault('log.range')
  return Number(text)
}

/** @throws Fault `log.range` */
export async function demandSizes({ stores }: Log, from: number, to: number): Promise<void> {
  if (from > to || to > (await stores.gradebook.treeHead()).size) throw new Fault('log.range')
}
