import type { Doc, Map as YMap } from 'yjs'
import type { CellValue } from '../grid/cell.ts'

/** The one root of a grid document: a map of cell key to value (contract: grids). */
export const cellsRoot = 'cells'

/** The root of one student's remark in a remarks document. */
export const remarkRoot = (student: string): string => `r/${student}`

export const cellsMap = (doc: Doc): YMap<CellValue> => doc.getMap<CellValue>(cellsRoot)
