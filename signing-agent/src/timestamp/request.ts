import { createHash } from 'node:crypto'
import { der, derNull, octets, oid, readDer, readOne, sequence, smallInteger } from '../certificate/der.ts'

const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'), derNull)

export interface StampRequest {
  /** The octets to be stamped; only their digest leaves this computer. */
  readonly stamped: Uint8Array
  /** Content of a positive DER INTEGER. */
  readonly nonce: Uint8Array
  /** Dotted; the authority's own choice when absent. */
  readonly policy?: string
}

/** TimeStampReq (RFC 3161 section 2.4.1) that asks for the authority's certificate too. */
export function stampRequest({ stamped, nonce, policy }: StampRequest): Uint8Array {
  const imprint = sequence(sha256, octets(createHash('sha256').update(stamped).digest()))
  const certReq = der(0x01, Uint8Array.of(0xff))
  return sequence(smallInteger(1), imprint, ...(policy === undefined ? [] : [oid(policy)]), der(0x02, nonce), certReq)
}

/** The token of a TimeStampResp; `undefined` when the authority refused. Throws on what is no answer. */
export function tokenIn(answer: Uint8Array): Uint8Array | undefined {
  const [status, token] = readDer(readOne(answer).content)
  const [code] = readDer(status?.content ?? new Uint8Array())
  const isGranted = code?.tag === 0x02 && code.content.length === 1 && (code.content[0] ?? 2) <= 1
  return isGranted ? token?.bytes : undefined
}
