import type { MessagePort, Worker } from 'node:worker_threads'
import { Fault } from '@hocba/shared/core'
import Database from 'better-sqlite3'
import type { GradebookWriter, TranscriptWriter } from '../port.ts'

/** By store. */
export interface Writers {
  readonly gradebook: GradebookWriter
  readonly transcripts: TranscriptWriter
}

/** Every one of them, or it does not compile. */
const methods: { readonly [Store in keyof Writers]: Readonly<Record<keyof Writers[Store], true>> } = {
  gradebook: { createGrids: true, append: true, record: true, erase: true, putCheckpoint: true, close: true },
  transcripts: {
    openJobs: true,
    setJobs: true,
    putBatch: true,
    collect: true,
    createTranscripts: true,
    putTranscripts: true,
    close: true,
  },
}

interface Call {
  readonly method: string
  readonly given: readonly unknown[]
}

/** In the order of the calls. */
type Answer = { readonly value: unknown } | { readonly failure: Failure }

/** An error as it crosses threads, where neither class nor code would survive. */
interface Failure {
  readonly kind: 'fault' | 'sqlite' | 'other'
  readonly code: string
  readonly message: string
}

interface Waiting {
  readonly settle: (value: never) => void
  readonly fail: (error: unknown) => void
}

/** One end of a channel. */
type Port = MessagePort | Worker

interface Distant<Writer> {
  readonly writer: Writer
  /** Fails what waits and whatever comes later. */
  readonly end: (error: unknown) => void
}

/** A writer at the other end. */
export function distantWriter<Store extends keyof Writers>(port: Port, store: Store): Distant<Writers[Store]> {
  const waiting: Waiting[] = []
  let ended: { readonly error: unknown } | undefined
  port.on('message', (answer: Answer) => {
    const one = waiting.shift()
    if ('failure' in answer) one?.fail(errorOf(answer.failure))
    else one?.settle(answer.value as never)
  })
  const ask =
    (method: string) =>
    (...given: readonly unknown[]): Promise<never> => {
      if (ended) return Promise.reject(ended.error)
      return new Promise((settle, fail) => {
        // First, for it throws on what cannot cross: who then waited would take the answer of the next.
        port.postMessage({ method, given } satisfies Call)
        waiting.push({ settle, fail })
      })
    }
  return {
    writer: Object.fromEntries(Object.keys(methods[store]).map((method) => [method, ask(method)])) as unknown as Writers[Store],
    end(error) {
      ended ??= { error }
      for (const one of waiting.splice(0)) one.fail(error)
    },
  }
}

/** Serves a writer to the other end, one call after the other. */
export function serveWriter(port: Port, writer: Writers[keyof Writers]): void {
  const served = writer as unknown as Readonly<Record<string, (...given: readonly unknown[]) => Promise<unknown>>>
  let last = Promise.resolve()
  port.on('message', ({ method, given }: Call) => {
    last = last
      .then(() => served[method]?.(...given))
      .then(
        (value) => port.postMessage({ value } satisfies Answer),
        (error: unknown) => port.postMessage({ failure: failureOf(error) } satisfies Answer),
      )
  })
}

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Fault) return { kind: 'fault', code: error.code, message }
  if (error instanceof Database.SqliteError) return { kind: 'sqlite', code: error.code, message }
  return { kind: 'other', code: '', message }
}

function errorOf({ kind, code, message }: Failure): Error {
  if (kind === 'fault') return new Fault(code as Fault['code'], { detail: message })
  return kind === 'sqlite' ? new Database.SqliteError(message, code) : new Error(message)
}
