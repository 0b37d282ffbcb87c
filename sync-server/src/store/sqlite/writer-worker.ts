import { parentPort, workerData } from 'node:worker_threads'
import { sqliteTranscriptWriter } from './transcripts.ts'
import { serveWriter } from './writer-port.ts'
import type { WriterOrder } from './writer-thread.ts'
import { sqliteWriter } from './writer.ts'

const { store, path } = workerData as WriterOrder
if (!parentPort) throw new Error('a worker has a port')
serveWriter(parentPort, store === 'gradebook' ? sqliteWriter(path) : sqliteTranscriptWriter(path))
