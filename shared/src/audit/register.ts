import type { Documents } from './documents.ts'
import { AuditFault, type AuditPlace } from './fault.ts'
import type { Grids } from './grids.ts'
import type { Line } from './lines.ts'
import type { Transcripts } from './transcripts.ts'

interface Answer {
  readonly state: Line<'register'>['state']
  readonly replacedBy: string | null
  readonly place: AuditPlace & { readonly entry: number }
}

/** What the register must say of every snapshot and transcript (I17). */
export class Register {
  readonly #expected: Map<string, Answer>

  constructor(grids: Grids, documents: Documents, transcripts: Transcripts) {
    this.#expected = new Map([...ofGrids(grids, documents), ...ofTranscripts(transcripts)])
  }

  compare({ digest, state, replacedBy }: Line<'register'>, place: AuditPlace): void {
    const expected = this.#expected.get(digest)
    if (expected?.state !== state || expected.replacedBy !== replacedBy) throw new AuditFault('register.state', place)
    this.#expected.delete(digest)
  }

  close(): void {
    const [missing] = this.#expected.values()
    if (missing) throw new AuditFault('register.state', missing.place)
  }
}

function ofGrids({ all }: Grids, documents: Documents): readonly (readonly [string, Answer])[] {
  const answers = [...all.values()].flatMap(({ grid, versions }) =>
    versions.map(({ version, digest, line, index }) => {
      const latest = versions.at(-1)
      const isLatest = latest?.version === version
      const successor = latest && documents.isComplete(grid, latest.version) ? latest.digest : null
      const answer: Answer = {
        state: isLatest ? 'current' : 'superseded',
        replacedBy: isLatest ? null : successor,
        place: { line: line + 1, entry: index, grid },
      }
      return [digest, answer] as const
    }),
  )
  return answers.toSorted(([, a], [, b]) => a.place.entry - b.place.entry)
}

const states = { initialised: 'unknown', signed: 'unknown', issued: 'current', revoked: 'revoked', replaced: 'revoked' } as const

function ofTranscripts(transcripts: Transcripts): readonly (readonly [string, Answer])[] {
  return [...transcripts.all.values()]
    .filter(({ lapsed }) => !lapsed)
    .map((one) => {
      const state = transcripts.stateOf(one)
      const successor = state === 'replaced' ? transcripts.all.get(one.successor ?? '') : undefined
      const isKnown = successor !== undefined && transcripts.stateOf(successor) !== 'initialised'
      return [one.digest, { state: states[state], replacedBy: isKnown ? successor.digest : null, place: one.place }]
    })
}
