export type UpdateCode = 'cell.unknown' | 'value.invalid' | 'update.gap' | 'update.client' | 'update.shape' | 'update.malformed' | 'limit'

/** Why an update was refused as a whole; `message` is for developers, people see the sentence of the code. */
export interface UpdateRefusal {
  readonly code: UpdateCode
  readonly cells: readonly string[]
  readonly message?: string
}

/**
 * Leaves the reader at the first deviation from the grammar.
 * It is caught in `refusing` and never leaves this folder: honest updates do not pay for Results at each byte.
 */
export class Deviation extends Error {
  override readonly name = 'Deviation'
  readonly code: UpdateCode
  readonly cells: readonly string[]

  constructor(code: UpdateCode, message: string, cells: readonly string[] = []) {
    super(message)
    this.code = code
    this.cells = cells
  }

  get refusal(): UpdateRefusal {
    return { code: this.code, cells: this.cells, message: this.message }
  }
}
