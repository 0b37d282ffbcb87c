/** A computed value with the article it follows and, in Vietnamese sentences with the numbers, how it came about. */
export interface Explained<T> {
  readonly value: T
  /** `TT22/2021 Điều 9.1` */
  readonly rule: string
  readonly steps: readonly string[]
}

export const explained = <T>(value: T, rule: string, steps: readonly string[]): Explained<T> => ({ value, rule, steps })
