import { join } from 'node:path'
import type { Stores } from '../port.ts'
import { sqliteDirectory } from './directory.ts'
import { sqliteGradebook } from './gradebook.ts'
import { sqliteTranscripts } from './transcripts.ts'

export { lockFolder, moveStores } from './folder.ts'
export { isDiskFault } from './open.ts'

/** Three files under the data folder, one connection each, in this process alone. */
export function sqliteStores(folder: string): Stores {
  const directory = sqliteDirectory(join(folder, 'directory.sqlite'))
  const gradebook = sqliteGradebook(join(folder, 'gradebook.sqlite'))
  const transcripts = sqliteTranscripts(join(folder, 'transcripts.sqlite'))
  return {
    directory,
    gradebook,
    transcripts,
    async close() {
      directory.close()
      gradebook.close()
      transcripts.close()
    },
  }
}
