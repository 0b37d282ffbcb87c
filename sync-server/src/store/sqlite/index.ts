import { join } from 'node:path'
import type { GradebookWriter, Stores } from '../port.ts'
import { sqliteDirectory } from './directory.ts'
import { sqliteGradebook } from './gradebook.ts'
import { sqliteTranscripts } from './transcripts.ts'

export { lockFolder, moveStores } from './folder.ts'
export { isDiskFault } from './open.ts'
export { writerThread } from './writer-thread.ts'

/** Three files under the data folder, in this process alone; the log is written through `openWriter`, here unless it says otherwise. */
export function sqliteStores(folder: string, openWriter?: (path: string) => GradebookWriter): Stores {
  const directory = sqliteDirectory(join(folder, 'directory.sqlite'))
  const gradebook = sqliteGradebook(join(folder, 'gradebook.sqlite'), openWriter)
  const transcripts = sqliteTranscripts(join(folder, 'transcripts.sqlite'))
  return {
    directory,
    gradebook,
    transcripts,
    async close() {
      directory.close()
      await gradebook.close()
      transcripts.close()
    },
  }
}
