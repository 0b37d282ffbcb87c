import type { MessagePort, Worker } from 'node:worker_threads'
import { Fault } from '@hocba/shared/core'
import Database from 'better-sqlite3'
import type { GradebookWriter } from '../port.ts'

type Method = keyof GradebookWriter

interface Call {
  readonly method: Method
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

/** A writer at the other end. `end` fails what waits and whatever comes later. */
export function distantWriter(port: Port): { readonly writer: GradebookWriter; readonly end: (error: unknown) => void } {
  const waiting: Waiting[] = []
  let ended: { readonly error: unknown } | undefined
  port.on('message', (answer: Answer) => {
    const one = waiting.shift()
    if ('failure' in answer) one?.fail(errorOf(answer.failure))
    else one?.settle(answer.value as never)
  })
  const ask =
    (method: Method) =>
    (...given: readonly unknown[]): Promise<never> => {
      if (ended) return Promise.reject(ended.error)
      return new Promise((settle, fail) => {
        waiting.push({ settle, fail })
        port.postMessage({ method, given } satisfies Call)
      })
    }
  return {
    writer: {
      createGrids: ask('createGrids'),
      append: ask('append'),
      record: ask('record'),
      erase: ask('erase'),
      putCheckpoint: ask('putCheckpoint'),
      close: ask('close'),
    },
    end(error) {
      ended ??= { error }
      for (const one of waiting.splice(0)) one.fail(error)
    },
  }
}

/** Serves a writer to the other end, one call after the other. */
export function serveWriter(port: Port, writer: GradebookWriter): void {
  const methods: Readonly<Record<Method, (...given: never[]) => Promise<unknown>>> = writer
  let last = Promise.resolve()
  port.on('message', ({ method, given }: Call) => {
    last = last
      .then(() => methods[method](...(given as never[])))
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
