import { Worker } from 'node:worker_threads'
import type { GradebookWriter } from '../port.ts'
import { distantWriter } from './writer-port.ts'

/**
 * The writer in a thread of its own: while it seals rows and waits for the disk, the server reads sockets and judges.
 * A thread that dies fails what it held, like a commit that fails: the rows may be on disk or not.
 */
export function writerThread(path: string): GradebookWriter {
  const worker = new Worker(new URL('./writer-worker.js', import.meta.url), { workerData: path })
  const { writer, end } = distantWriter(worker)
  worker.on('error', end)
  worker.on('exit', () => end(new Error('the writer has ended')))
  return {
    ...writer,
    async close() {
      await writer.close()
      await worker.terminate()
    },
  }
}
