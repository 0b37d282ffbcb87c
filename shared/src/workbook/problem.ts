import { type FaultCode, faults } from '../core/fault.ts'

/** One refused row or cell of a workbook, with the place where the person finds it. */
export interface Problem {
  readonly sheet: string
  /** As Excel counts, from 1; 0 for the sheet as a whole. */
  readonly row: number
  /** The heading of the column. */
  readonly column?: string
  readonly code: FaultCode
  /** Vietnamese: what is wrong and what to do. */
  readonly message: string
  readonly english: string
  /** What stands in the cell. */
  readonly value?: string
}

export interface ProblemPlace {
  readonly sheet: string
  readonly row: number
  readonly column?: string
  readonly value?: string
}

export interface Sentence {
  readonly vi: string
  readonly en: string
}

export const problem = (place: ProblemPlace, code: FaultCode, { vi, en }: Sentence = faults[code]): Problem => ({
  ...place,
  code,
  message: vi,
  english: en,
})
