import { AuditFault, type AuditPlace } from './fault.ts'
import type { AuditValue, AuditVersion } from './grids.ts'
import type { AuditTranscriptContent } from './transcripts.ts'

interface Student {
  readonly values: Readonly<Record<string, AuditValue>>
  readonly computed: Readonly<Record<string, AuditValue>>
  readonly remark: string
}

/** Every value of a transcript is that of a frozen grid (I11). */
export function checkTranscriptValues(
  snapshot: AuditTranscriptContent,
  { class: className, year, student }: { readonly class: string; readonly year: string; readonly student: string },
  versions: (grid: string) => readonly AuditVersion[],
  place: AuditPlace,
): void {
  const sources = new Map<string, Student | undefined>()
  const demand = (holds: boolean, cell: string): void => {
    if (!holds) throw new AuditFault('transcript.values', { ...place, cell: `${student}/${cell}` })
  }
  for (const { grid, version, digest } of snapshot.sources) {
    const source = versions(grid)[version - 1]
    demand(source?.digest === digest, grid)
    sources.set(
      grid,
      source?.content?.students.find((one) => one.id === student),
    )
  }
  const of = (subject: string, term: 'HK1' | 'HK2'): Student | undefined => sources.get(`${year}-${className}.${subject}.${term}`)
  for (const { id, hk1, hk2, cn, remark } of snapshot.subjects) {
    const last = of(id, 'HK2')
    demand(hk1 === (of(id, 'HK1')?.computed['tb'] ?? null), `${id}.hk1`)
    demand(hk2 === (last?.computed['tb'] ?? null), `${id}.hk2`)
    demand(cn === (last?.computed['cn'] ?? null), `${id}.cn`)
    demand(remark === (last?.remark ?? ''), `${id}.remark`)
  }
  demand(snapshot.conduct.hk1 === (of('GVCN', 'HK1')?.values['rl'] ?? null), 'GVCN.hk1')
  demand(snapshot.conduct.hk2 === (of('GVCN', 'HK2')?.values['rl'] ?? null), 'GVCN.hk2')
  const absences = (['HK1', 'HK2'] as const).map((term) => of('GVCN', term)?.values['nghi'])
  demand(snapshot.absences === absences.reduce<number>((sum, one) => sum + (typeof one === 'number' ? one : 0), 0), 'GVCN.nghi')
}
