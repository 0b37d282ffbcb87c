export { type Amendment, type CellChange, type Party, type Slot, amendmentContent, nextAct } from './amendment.ts'
export { type AmendmentEvent, type AmendmentState, amendmentMachine } from './machine.ts'
