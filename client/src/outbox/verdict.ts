/**
 * What a refusal means for the row that met it.
 * `refused`: the server judged the edit itself; the author must know. `again`: nothing was judged, send the same bytes later.
 * `replay`: the bytes no longer fit the server's document; the intent is written anew under a fresh client id.
 */
export type Verdict = 'refused' | 'again' | 'replay'

/** `afterRefusal`: an earlier row of this flight was refused, so later ones lack what they build on. `replays`: how often already. */
export function verdictOf(code: string, afterRefusal: boolean, replays: number): Verdict {
  if (code === 'limit') return 'again'
  if (!code.startsWith('update.')) return 'refused'
  if (afterRefusal) return 'replay'
  const fits = code === 'update.gap' || code === 'update.client'
  return fits && replays < maxReplays ? 'replay' : 'refused'
}

const maxReplays = 2

/** Refusals that hold for every edit of the grid, so that the rest of the outbox need not be tried one by one. */
export const closesGrid = (code: string): boolean => code === 'grid.frozen' || code === 'grid.locked'
