import { parentPort } from 'node:worker_threads'
import { type RegisterAnswer, verifyFile } from '@hocba/shared/verify'
import { checkEd25519 } from '../log/ed25519.ts'
import type { FromWorker, ToWorker } from './messages.ts'

/** Strangers' files are taken apart here: no store, no network, bounded memory, and the server ends it when it takes too long. */
const port = parentPort
if (!port) throw new Error('a worker has a port')

let answered: ((answer: RegisterAnswer) => void) | undefined
let refused: (() => void) | undefined
const tell = (message: FromWorker): void => port.postMessage(message)

const register = (digest: string): Promise<RegisterAnswer> =>
  new Promise((resolve, reject) => {
    answered = resolve
    refused = () => reject(new Error('the register did not answer'))
    tell({ kind: 'lookup', digest })
  })

port.on('message', (message: ToWorker) => {
  if (message.kind === 'answer') return message.answer ? answered?.(message.answer) : refused?.()
  const { bytes, trust, logKey: key, at } = message
  verifyFile(bytes, { trust, at, register, ...(key && { log: { key, check: checkEd25519 } }) }).then(
    (report) => tell({ kind: 'report', report }),
    () => tell({ kind: 'failed' }),
  )
})
