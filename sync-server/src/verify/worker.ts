import { parentPort } from 'node:worker_threads'
import { type ExpectedSigner, type RegisterAnswer, verifyFile } from '@hocba/shared/verify'
import { checkEd25519 } from '../log/ed25519.ts'
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

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'answer':
      return message.answer ? registerAsked?.resolve(message.answer) : registerAsked?.reject(silent())
    case 'signers':
      return message.signers === null ? directoryAsked?.reject(silent()) : directoryAsked?.resolve(message.signers)
    case 'verify':
      return void verify(message)
  }
})

async function verify({ bytes, trust, logKey: key, at }: Extract<ToWorker, { readonly kind: 'verify' }>): Promise<void> {
  const log = key && { log: { key, check: checkEd25519 } }
  try {
    tell({ kind: 'report', report: await verifyFile(bytes, { trust, at, register, directory, second: secondOpinion, ...log }) })
  } catch {
    tell({ kind: 'failed' })
  }
}
