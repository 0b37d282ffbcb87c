import type { Transitions } from '../core/machine.ts'

/** khóa/mở is reversible; chốt is left only by an amendment, which opens a new epoch and stays frozen. */
export type GridState = 'open' | 'locked' | 'frozen'

export type WindowEvent = 'lock' | 'unlock' | 'freeze' | 'amend'

export const windowMachine: Transitions<GridState, WindowEvent> = {
  open: { lock: 'locked', freeze: 'frozen' },
  locked: { unlock: 'open', freeze: 'frozen' },
  frozen: { amend: 'frozen' },
}
