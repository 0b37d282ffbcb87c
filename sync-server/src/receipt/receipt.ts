import { Fault, toHex } from '@hocba/shared/core'
import type { GridName } from '@hocba/shared/grid'
import type { Leaf, LogProof } from '@hocba/shared/log'
import { type School, yearLabel } from '@hocba/shared/school'
import type { Services } from '../services.ts'

/** What a school hands to whoever wants to know later that a grid was frozen as it was: no mark, no student. */
export interface Receipt {
  readonly school: School
  readonly grid: GridName
  readonly year: string
  readonly version: number
  readonly seq: number
  readonly epoch: number
  /** When the entry was made. */
  readonly at: string
  /** Who froze the grid, or applied the amendment. */
  readonly by: string
  /** The principal's order. A later version has its amendment, whose reason may name a student and stays where it is. */
  readonly cause: { readonly order: string; readonly by: string; readonly reason: string } | { readonly amendment: string }
  readonly digest: string
  readonly proof: LogProof
  /** Where the state of the digest is asked. */
  readonly register: string
}

/** @throws Fault `artefact.unknown`, `log.range` */
export async function receiptOf(services: Services, grid: GridName, version: number): Promise<Receipt> {
  const { stores, snapshots, school, config } = services
  const record = snapshots.versions(grid.id).find((one) => one.version === version)
  if (!record) throw new Fault('artefact.unknown')
  const [row] = await stores.gradebook.rows(grid.id, record.seq - 1)
  const proof = await proofOf(services, record.digest)
  const { place } = JSON.parse(proof.leaf) as Leaf
  if (row?.seq !== record.seq || place?.seq !== record.seq) throw new Fault('log.range')
  return {
    school: school.record.school,
    grid,
    year: yearLabel(grid.year),
    version,
    seq: record.seq,
    epoch: place.epoch,
    at: row.at,
    by: school.nameOf(row.actor),
    cause: await causeOf(services, row.cause ?? ''),
    digest: record.digest,
    proof,
    register: `${config.publicUrl ?? `http://${config.host}:${config.port}`}/api/register/${record.digest}`,
  }
}

async function causeOf({ stores, school }: Services, id: string): Promise<Receipt['cause']> {
  const order = await stores.gradebook.order(id)
  return order ? { order: id, by: school.nameOf(order.by), reason: order.reason } : { amendment: id }
}

/** Under the newest checkpoint; the agent signs one within seconds of a freeze. */
async function proofOf({ stores: { gradebook: log } }: Services, digest: string): Promise<LogProof> {
  const index = await log.indexOfDigest(digest)
  const note = await log.latestCheckpoint()
  const size = note === undefined ? 0 : Number(note.split('\n')[1])
  if (index === undefined || note === undefined || index >= size) {
    throw new Fault('log.range', { detail: 'Máy ký chưa ký mốc nhật ký cho lần chốt này. Hãy thử lại sau vài giây.' })
  }
  const [entry] = await log.entries(index, 1)
  return { index, leaf: entry?.text ?? '', path: (await log.inclusion(index, size)).map(toHex), note }
}

/** What the document information of a receipt calls it. */
export const receiptFormat = 'hocba-receipt-1'
