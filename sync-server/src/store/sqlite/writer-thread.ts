import { Worker } from 'node:worker_threads'
import { type Writers, distantWriter } from './writer-port.ts'

/** What a thread is told. */
export interface WriterOrder {
  readonly store: keyof Writers
  readonly path: string
}

/** How a store gets the half of it that writes. */
export type OpenWriters = { readonly [Store in keyof Writers]: (path: string) => Writers[Store] }

/**
 * A store's writer in a thread of its own: while it seals rows and waits for the disk, the server reads sockets and judges.
 * A thread that dies fails what it held, like a commit that fails: the rows may be on disk or not.
 */
export const writerThreads: OpenWriters = {
  gradebook: (path) => inThread('gradebook', path),
  transcripts: (path) => inThread('transcripts', path),
}

function inThread<Store extends keyof Writers>(store: Store, path: string): Writers[Store] {
  const worker = new Worker(new URL('./writer-worker.js', import.meta.url), { workerData: { store, path } satisfies WriterOrder })
  const { writer, end } = distantWriter(worker, store)
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
