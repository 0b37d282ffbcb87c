export interface SchoolClass {
  /** `6A`; unique within the year. */
  readonly id: string
  readonly year: string
  readonly grade: number
}

/** `3A` is of grade 3, `12B10` of grade 12. */
export const gradeOf = (className: string): number => Number.parseInt(className, 10)
