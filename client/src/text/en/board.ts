import type { Translated } from '../shape.ts'
import type { board as vi } from '../vi/board.ts'

export const board: Translated<typeof vi> = {
  title: 'Class {{class}}, {{term}}',
  lead: 'Each subject: how far entry is, whether it is frozen, who has not signed.',
  progressTitle: 'Progress',
  progressLead: 'All grids by class. Choose a term to see each subject.',
  subject: 'Subject',
  teachers: 'Teachers',
  state: 'State',
  filled: 'Filled',
  signed: 'Signatures',
  signatures: '{{signed}} of {{signers}} signatures',
  notFrozen: 'not frozen',
  class: 'Class',
  term: 'Term',
  frozen: 'Frozen',
  allSigned: 'Fully signed',
  none: 'There is no grid here yet.',
  noneHelp: 'You see only the classes you are assigned to.',
}
