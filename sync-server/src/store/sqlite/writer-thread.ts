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
 * A thread that dies fails what it held, like a commit that fails: the rows may be on disk or not. It does not come back: `died` is told.
 */
export const writerThreads = (died: (error: unknown) => void): OpenWriters => ({
  gradebook: (path) => inThread('gradebook', path, died),
  transcripts: (path) => inThread('transcripts', path, died),
})

function inThread<Store extends keyof Writers>(store: Store, path: string, died: (error: unknown) => void): Writers[Store] {
  const worker = new Worker(new URL('./writer-worker.js', import.meta.url), { workerData: { store, path } satisfies WriterOrder })
  const { writer, end } = distantWriter(worker, store)
  let isOver = false
  const over = (error: unknown): void => {
    end(error)
    if (!isOver) died(error)
    isOver = true
  }
  worker.on('error', over)
  worker.on('exit', () => over(new Error('the writer has ended')))
  return {
    ...writer,
    async close() {
      isOver = true
      await writer.close()
      await worker.terminate()
    },
  }
}
