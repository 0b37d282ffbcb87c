import { parseGridId } from '@hocba/shared/grid'
import type { Services } from '../services.ts'
import type { StoredJob, TranscriptRecord } from '../store/port.ts'

/** The transcripts among what the jobs are about, by id; read at once, for a batch has thousands. */
export async function transcriptsOf(
  { stores }: Pick<Services, 'stores'>,
  jobs: readonly StoredJob[],
): Promise<ReadonlyMap<string, TranscriptRecord>> {
  const ids = jobs.filter(({ kind }) => kind === 'transcript').map(({ subject }) => subject)
  return new Map((await stores.transcripts.transcriptsById(ids)).map((transcript) => [transcript.id, transcript]))
}

/** `2025-6A.TOAN.HK1` → class and title for people. */
export function titleOf(job: StoredJob): { readonly className: string; readonly title: string } {
  const grid = parseGridId(job.subject)
  if (grid) return { className: grid.class, title: `${grid.subject.name} ${grid.class}, ${grid.term === 'HK1' ? 'học kì I' : 'học kì II'}` }
  return { className: '', title: 'Học bạ' }
}
