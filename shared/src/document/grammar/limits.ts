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

export interface Bounds {
  readonly sectionBytes: number
  readonly structs: number
  readonly clockUnits: number
  readonly placingSteps: number
}

/**
 * Bounds of one update of remarks (REMARK-1). A text has a clock unit a character and a delete set for life, and a week offline
 * comes back as one section: the message alone bounds bytes.
 */
export const remarkLimits = {
  sectionBytes: limits.messageBytes,
  structs: 2048,
  clockUnits: 64 * 1024,
  placingSteps: limits.placingSteps,
  /** Items of the touched texts that are looked at, deleted ones too, again for each write that meets another one. */
  items: 20_000,
  /** Characters of a remark, line ends included, in UTF-16 units as editors count. */
  characters: 1000,
} as const

/** What one update may still spend. */
export class Allowance {
  readonly bounds: Bounds
  #structs = 0
  #units = 0
  #steps = 0
  #items = 0

  constructor(bounds: Bounds) {
    this.bounds = bounds
  }

  structs(count: number): void {
    this.#structs += count
    if (this.#structs > this.bounds.structs) throw new Deviation('limit', 'too many structs')
  }

  units(count: number): void {
    this.#units += count
    if (this.#units > this.bounds.clockUnits) throw new Deviation('limit', 'too many clock units')
  }

  steps(count: number): void {
    this.#steps += count
    if (this.#steps > this.bounds.placingSteps) throw new Deviation('limit', 'too much history between what this write names')
  }

  /** Items of texts that are looked at. */
  items(count: number): void {
    this.#items += count
    if (this.#items > remarkLimits.items) throw new Deviation('limit', 'too much history in these remarks')
  }
}
