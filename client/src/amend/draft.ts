import type { CellValue } from '@hocba/shared/grid'

/** What a refused offline edit leaves behind: the author's values, ready to become a request. */
export interface AmendmentDraft {
  readonly grid: string
  readonly changes: readonly { readonly cell: string; readonly after: CellValue }[]
  readonly reason?: string
}

const key = 'hocba.amendment-draft'

export function readDraft(grid: string): AmendmentDraft | undefined {
  const text = sessionStorage.getItem(key)
  if (text === null) return undefined
  try {
    const draft = JSON.parse(text) as AmendmentDraft
    return draft.grid === grid && Array.isArray(draft.changes) ? draft : undefined
  } catch {
    return undefined // not ours: the form starts empty
  }
}

export const dropDraft = (): void => sessionStorage.removeItem(key)
