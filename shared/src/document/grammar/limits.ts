import { Deviation } from './deviation.ts'

/** Bounds of one update (GATE-1 to GATE-3, GATE-12). A 45 × 6 paste has 270 structs in about 7 KiB. */
export const limits = {
  messageBytes: 64 * 1024,
  sectionBytes: 16 * 1024,
  sections: 4,
  structs: 1024,
  clockUnits: 4096,
  keyBytes: 64,
  valueBytes: 8,
  /** Items that the placing of writes may pass; Yjs passes the same ones when it applies the update. */
  placingSteps: 10_000,
} as const

/** What one update may still spend. */
export class Allowance {
  #structs = 0
  #units = 0
  #steps = 0

  structs(count: number): void {
    this.#structs += count
    if (this.#structs > limits.structs) throw new Deviation('limit', 'too many structs')
  }

  units(count: number): void {
    this.#units += count
    if (this.#units > limits.clockUnits) throw new Deviation('limit', 'too many clock units')
  }

  steps(count: number): void {
    this.#steps += count
    if (this.#steps > limits.placingSteps) throw new Deviation('limit', 'the cell has too much history after the value this write replaces')
  }
}
