import { parentPort, workerData } from 'node:worker_threads'
import { serveWriter } from './writer-port.ts'
import { sqliteWriter } from './writer.ts'

if (!parentPort) throw new Error('a worker has a port')
serveWriter(parentPort, sqliteWriter(String(workerData)))
