export interface SchoolClass {
  /** `6A`; unique within the year. */
  readonly id: string
  readonly year: string
  readonly grade: number
}
