import type { Translated } from '../shape.ts'
import type { sign as vi } from '../vi/sign.ts'

export const sign: Translated<typeof vi> = {
  title: 'Signing',
  lead: 'Choose files and sign them together. The PIN is typed on the signing computer’s own page and never passes the server.',
  none: 'No file waits for your signature.',
  noneHelp: 'Files appear when a grid is frozen and the signers before you have signed.',
  kind: { grid: 'Grids', transcript: 'Transcripts', minutes: 'Minutes' },
  group: '{{kind}} of class {{class}}',
  selectAll: 'Select all ({{count}})',
  selectGroup: 'Select the group {{group}}',
  selectOne: 'Select {{title}}',
  what: 'Content',
  as: 'Sign as',
  version: 'Version',
  students: 'Students',
  digest: 'Digest',
  sign: 'Sign {{count}} files',
  pick: 'Choose at least one file.',
  open: 'Open the signing page',
  waitingTitle: 'Type the PIN on the signing computer’s page',
  waitingText:
    'The page of the signing computer has opened in a new tab. Compare its list and type the PIN once for all. If no tab opened, use the button below.',
  signing: 'Signing',
  done: '{{count}} files are signed.',
  failed: '{{count}} files could not be signed',
  failedHelp: 'They stay in the inbox; solve the cause and choose them again.',
  files: 'Files just signed',
  another: 'Back to the inbox',
  leave: 'Later',
}
