import { join } from 'node:path'
import type { Stores } from '../port.ts'
import { sqliteDirectory } from './directory.ts'
import { sqliteGradebook } from './gradebook.ts'
import { sqliteTranscripts } from './transcripts.ts'
import type { OpenWriters } from './writer-thread.ts'

export { lockFolder, moveStores } from './folder.ts'
export { isDiskFault } from './open.ts'
export { writerThreads } from './writer-thread.ts'

/** Three files under the data folder, in this process alone; gradebook and transcripts are written through `open`, here unless it says otherwise. */
export function sqliteStores(folder: string, open?: OpenWriters): Stores {
  const directory = sqliteDirectory(join(folder, 'directory.sqlite'))
  const gradebook = sqliteGradebook(join(folder, 'gradebook.sqlite'), open?.gradebook)
  const transcripts = sqliteTranscripts(join(folder, 'transcripts.sqlite'), open?.transcripts)
  return {
    directory,
    gradebook,
    transcripts,
    async close() {
      directory.close()
      await gradebook.close()
      await transcripts.close()
    },
  }
}
