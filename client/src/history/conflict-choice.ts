import type { HistoryRow } from '@hocba/shared/grid'

/** The two values of a conflict: the one written without having seen the other, and the other. `undefined` when it was settled since. */
export function rivalsOf(rows: readonly HistoryRow[]): readonly [HistoryRow, HistoryRow] | undefined {
  const last = rows.at(-1)
  const other = rows.at(-2)
  return last?.conflict && other ? [other, last] : undefined
}
