/** Everything that a person may ask the server to do; the matrix names every one. */
export const actions = [
  'grid.read',
  'grid.write',
  'grid.files',
  'grid.lock',
  'grid.unlock',
  'grid.freeze',
  'order.give',
  'order.read',
  'amendment.request',
  'amendment.read',
  'board.read',
  'progress.read',
  'transcript.read',
  'transcript.initialise',
  'transcript.issue',
  'transcript.revoke',
  'student.read',
  'people.read',
  'phrases.keep',
  'roster.import',
  'account.manage',
  'log.restore',
  'audit.export',
] as const

export type Action = (typeof actions)[number]
