import type { Random } from '../property/document/support/random.ts'

export type GrammarName = 'cells' | 'remarks'

/** One input of the gate: bytes, and whose connection they came from. */
export interface Input {
  readonly update: Uint8Array
  readonly user: string
}

/** A document that is fired at. */
export interface Target {
  /** The next input: honest, honest and then mutated, plausible, or built by hand. */
  aim(): Input
  /** What the server does first: reads the bytes. May be repeated, for reading changes nothing. */
  read(input: Input): boolean
  /** What it does next with an accepted input, on a copy; `undefined` when it is refused. */
  prepare(input: Input): (() => void) | undefined
  /**
   * Judges an input by the gate and by Yjs itself; returns the refusal's code, or in a word what it brought.
   * @throws when the two do not agree
   */
  judge(input: Input): string
  /** Accepts an input for good, so that the next ones meet a document that no honest client would make. */
  keep(input: Input): void
  state(): State
}

/** Everything that decides what becomes of an input. */
export interface State {
  readonly document: Uint8Array
  readonly owners: ReadonlyMap<number, string>
}

export interface Grammar {
  readonly name: GrammarName
  /** A document with history, conflicts and several bound clients. */
  open(random: Random): Target
  /** A document with a history so long that placing in it could cost something. */
  openWorn(random: Random): Target
  load(state: State): Target
}

/** Outcomes that are no refusal. */
export const accepted: ReadonlySet<string> = new Set(['edits', 'conflict', 'news', 'nothing new'])
