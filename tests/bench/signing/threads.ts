import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'
import { openWorkshop } from '../../conformance/signing/workshop.ts'
import { pdfOf, transcriptOf, xmlOf } from './samples.ts'

interface Order {
  readonly transcripts: number
}

/** Made before the clock starts: until then the compilers of both threads are at work, and one thread alone would have the other processor for its own. */
const unmeasured = 500

/** What --max-semi-space-size=64 is to the programs' own threads, which a worker does not inherit: three halves of 64 MiB. */
const nursery = { maxYoungGenerationSizeMb: 192 }

/** Transcripts a second of real time (XML and PDF, six signatures each), the work dealt out to `threads` worker threads. */
export async function transcriptsWith(threads: number, transcripts: number): Promise<number> {
  const share = Math.ceil(transcripts / threads)
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL(import.meta.url), { workerData: { transcripts: share }, resourceLimits: nursery }),
  )
  await Promise.all(workers.map((worker) => said(worker)))
  const start = performance.now()
  const finished = Promise.all(workers.map((worker) => said(worker)))
  for (const worker of workers) worker.postMessage('start', [])
  await finished
  const elapsed = (performance.now() - start) / 1000
  await Promise.all(workers.map((worker) => worker.terminate()))
  return (share * threads) / elapsed
}

const said = (worker: Worker): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.once('message', () => resolve())
    worker.once('error', reject)
  })

/** The whole life of a worker: make keys, warm up, report, wait for the start, work, report. */
export async function work(): Promise<void> {
  const { transcripts } = workerData as Order
  const workshop = await openWorkshop([])
  const make = (n: number): void => {
    const transcript = transcriptOf(n)
    xmlOf(workshop, transcript)
    pdfOf(workshop, transcript)
  }
  for (let n = 0; n < unmeasured; n += 1) make(n)
  parentPort?.once('message', () => {
    for (let n = 0; n < transcripts; n += 1) make(n)
    parentPort?.postMessage('done', [])
  })
  await workshop.close()
  parentPort?.postMessage('ready', [])
}

export const inWorker = !isMainThread
