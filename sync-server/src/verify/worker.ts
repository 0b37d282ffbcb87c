import { parentPort } from 'node:worker_threads'
import { type AskStatus, type ExpectedSigner, type RegisterAnswer, verifyFile } from '@hocba/shared/verify'
import { checkEd25519 } from '../log/ed25519.ts'
import { cryptography } from './cryptography.ts'
import type { FromWorker, ToWorker } from './messages.ts'
import { secondOpinion } from './second.ts'

/** Strangers' files are taken apart here: no store, no network, bounded memory, and the server ends it when it takes too long. */
const port = parentPort
if (!port) throw new Error('a worker has a port')

interface Open<Answer> {
  readonly resolve: (answer: Answer) => void
  readonly reject: (cause: Error) => void
}

let registerAsked: Open<RegisterAnswer> | undefined
let directoryAsked: Open<readonly ExpectedSigner[] | undefined> | undefined
const tell = (message: FromWorker): void => port.postMessage(message)
const silent = (): Error => new Error('the school did not answer')

const register = (digest: string): Promise<RegisterAnswer> =>
  new Promise((resolve, reject) => {
    registerAsked = { resolve, reject }
    tell({ kind: 'lookup', digest })
  })

const directory = (digest: string): Promise<readonly ExpectedSigner[] | undefined> =>
  new Promise((resolve, reject) => {
    directoryAsked = { resolve, reject }
    tell({ kind: 'directory', digest })
  })

const statusAsked = new Map<number, (answer: Uint8Array | undefined) => void>()
let asked = 0

const status: AskStatus = (question) =>
  new Promise((resolve) => {
    asked += 1
    statusAsked.set(asked, resolve)
    tell({ kind: 'status', id: asked, question })
  })

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'answer':
      return message.answer ? registerAsked?.resolve(message.answer) : registerAsked?.reject(silent())
    case 'signers':
      return message.signers === null ? directoryAsked?.reject(silent()) : directoryAsked?.resolve(message.signers)
    case 'status':
      statusAsked.get(message.id)?.(message.answer)
      return void statusAsked.delete(message.id)
    case 'verify':
      return void verify(message)
  }
})

async function verify({ bytes, trust, logKey: key, at, asksStatus }: Extract<ToWorker, { readonly kind: 'verify' }>): Promise<void> {
  const log = key && { log: { key, check: checkEd25519 } }
  const options = { trust, at, cryptography, ...log, ...(asksStatus && { status }) }
  try {
    tell({ kind: 'report', report: await verifyFile(bytes, { ...options, register, directory, second: secondOpinion }) })
  } catch {
    tell({ kind: 'failed' })
  }
}
