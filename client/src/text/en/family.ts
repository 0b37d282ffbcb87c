import type { Translated } from '../shape.ts'
import type { family as vi } from '../vi/family.ts'

export const family: Translated<typeof vi> = {
  title: 'Results of {{name}}',
  lead: 'Marks may still change until the grid is frozen.',
  child: 'Student',
  subject: 'Subject',
  regular: 'Regular',
  midterm: 'Midterm',
  final: 'Final',
  average: 'Term average',
  year: 'Year',
  levelMid: 'Midterm level',
  testMid: 'Midterm test',
  levelEnd: 'Final level',
  testEnd: 'Final test',
  levels: 'T: completed well; H: completed; C: not completed.',
  qualityLevels: 'T: good; Đ: reached; C: needs effort.',
  remark: 'Remark',
  state: 'State',
  noChild: 'This account is tied to no student.',
  noChildHelp: 'Ask the school to tie it to your child.',
}
