/** The heading of every prescribed form. */
export interface School {
  readonly id: string
  readonly name: string
  /** The authority above the school, first line of the heading. */
  readonly authority: string
  readonly place: string
}

/** `2025` is the school year 2025-2026. */
export const yearLabel = (year: string): string => `${year}-${Number(year) + 1}`
