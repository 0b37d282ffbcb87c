import { createHmac, hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import {
  type AuditCheck,
  AuditFault,
  type AuditOutcome,
  type AuditPlace,
  type AuditSignature,
  type AuditTools,
  Auditor,
} from '@hocba/shared/audit'
import { Fault } from '@hocba/shared/core'
import { type VerifierKey, parseVerifierKey } from '@hocba/shared/log'
import { verifyFile } from '@hocba/shared/verify'
import { checkEd25519 } from '../log/ed25519.ts'
import { isReceipt, proofFrom } from '../receipt/code.ts'
import { cryptography } from '../verify/cryptography.ts'

/** What is printed with `--json`. */
export type Audited =
  | ({ readonly whole: true } & AuditOutcome)
  | {
      readonly whole: false
      readonly fault: { readonly check: AuditCheck; readonly detail: string } & AuditPlace
      /** The type of line that was being read, by its place in the order of types. */
      readonly reached: number
    }

/** Reads an export from the disk, line by line. */
export async function auditFile(file: string, keyFile: string, notes: readonly string[]): Promise<Audited> {
  const key = await readKey(keyFile)
  const auditor = new Auditor(key, toolsFor(key))
  try {
    for (const [at, note] of notes.entries()) await auditor.remember(await readNote(note), at)
    await readLines(file, auditor)
    return { whole: true, ...auditor.end() }
  } catch (error) {
    if (!(error instanceof AuditFault)) throw error
    return { whole: false, fault: { check: error.check, ...error.place, detail: error.message }, reached: auditor.rank }
  }
}

async function readLines(file: string, auditor: Auditor): Promise<void> {
  const pieces: Buffer[] = []
  const stream = createReadStream(file, { highWaterMark: 1024 * 1024 })
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let from = 0
      for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
        const rest = chunk.subarray(from, end)
        const waiting = auditor.take(pieces.length === 0 ? rest : Buffer.concat([...pieces.splice(0), rest]))
        if (waiting) await waiting
        from = end + 1
      }
      if (from < chunk.length) pieces.push(chunk.subarray(from))
    }
  } catch (cause) {
    if (cause instanceof AuditFault || !isDiskError(cause)) throw cause
    throw new Fault('file.unreadable', { detail: `Không đọc được tệp ${file}.`, cause })
  }
  if (pieces.length > 0) auditor.broken()
}

const lineFeed = 0x0a

const isDiskError = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && 'syscall' in cause

/** A note, or the one that a receipt carries. */
async function readNote(path: string): Promise<string> {
  const bytes = await readBytes(path)
  return isReceipt(bytes) ? proofFrom(bytes).note : bytes.toString('utf8')
}

async function readText(path: string): Promise<string> {
  return (await readBytes(path)).toString('utf8')
}

async function readBytes(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new Fault('file.unreadable', { detail: `Không đọc được tệp ${path}.`, cause })
  })
}

/** The file, or the key itself. */
export async function readKey(given: string): Promise<VerifierKey> {
  const key = parseVerifierKey(given) ?? parseVerifierKey(await readText(given))
  if (!key || keyHashOf(key) !== key.keyHash)
    throw new Fault('request.invalid', { detail: `${given} không phải khóa công khai của nhật ký.` })
  return key
}

const keyHashOf = ({ name, publicKey }: VerifierKey): string =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Uint8Array.of(1), publicKey])).slice(0, 8)

const toolsFor = (key: VerifierKey): AuditTools => ({
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
  hmac: (secret, bytes) => createHmac('sha256', secret).update(bytes).digest('hex'),
  checkSignature: checkEd25519,
  checkFile: (bytes, signature, kind) => checkFile(bytes, signature, kind, key),
})

/** Only what the file itself can prove: who issued its certificates is asked by `hocba verify`. */
const notHere = /^(certificate|register|roles)\./

async function checkFile(bytes: Uint8Array, signature: AuditSignature, kind: 'xml' | 'pdf', key: VerifierKey): Promise<string | undefined> {
  const trust = { roots: [], chain: [], crls: [] }
  const report = await verifyFile(bytes, {
    trust,
    at: new Date(signature.at),
    require: [],
    log: { key, check: checkEd25519 },
    cryptography,
  })
  const wrong = report.checks.filter((check) => check.outcome === 'failed' && !notHere.test(check.id)).map((check) => check.id)
  if (report.kind !== kind) return 'kind'
  if (report.digest !== signature.digest) return 'digest'
  if (report.signatures.length !== signature.signatures) return 'signatures'
  return wrong.length > 0 ? wrong.join(', ') : undefined
}
