import { deflateSync, inflateSync } from 'node:zlib'
import { Fault, fromBase45, toBase45 } from '@hocba/shared/core'
import { type LogProof, parseProof, proofText } from '@hocba/shared/log'

const mark = 'HOCBA1:'

/** No proof is longer: a leaf, 64 nodes and a note. */
const limit = 64 * 1024

/** A code of version 33 with 15 % of repair (M): on 66 mm its modules are 0.42 mm wide, which telephones read from paper. */
const comfortable = 2_369

/**
 * The whole proof as the text of a QR code, so that paper alone can be checked: tlog-proof, deflated, in Base45 (the packing of the
 * European health certificates). Hashes do not shrink, but their Base64 does: some 1.3 KB for a log of a million entries.
 * `undefined` when the code would be too fine to read, as for an amendment of very many cells, each with its commitment.
 */
export function codeOf(proof: LogProof): string | undefined {
  const code = mark + toBase45(deflateSync(proofText(proof), { level: 9 }))
  return code.length > comfortable ? undefined : code
}

/** Where to ask, and the checkpoint to compare with. */
export function shortCodeOf({ note }: LogProof, register: string): string {
  const [, size = '', root = ''] = note.split('\n')
  return `${register}#${size}+${root}`
}

/**
 * The proof out of a receipt: the PDF, the text of its QR code, or the tlog-proof itself.
 * @throws Fault `file.unreadable`
 */
export function proofFrom(bytes: Uint8Array): LogProof {
  const proof = parseProof(textIn(Buffer.from(bytes)))
  if (!proof.ok) throw new Fault('file.unreadable', { detail: 'Tệp không mang chứng minh nhật ký đúng mẫu.' })
  return proof.value
}

/** Whether the bytes are a receipt in one of these forms. */
export const isReceipt = (bytes: Uint8Array): boolean =>
  /^(?:%PDF-|HOCBA1:|c2sp\.org\/tlog-proof@)/.test(Buffer.from(bytes.subarray(0, 32)).toString('latin1'))

function textIn(bytes: Buffer): string {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return textInPdf(bytes.toString('latin1'))
  const text = bytes.toString('utf8')
  return text.startsWith(mark) ? unpacked(text.trimEnd().slice(mark.length)) : text
}

/** The document information stands in the clear; whether it is right is what the proof itself tells. */
function textInPdf(pdf: string): string {
  const hex = /\/HocbaLog <FEFF((?:[0-9A-F]{4})+)>/.exec(pdf)?.[1] ?? ''
  return Buffer.from(hex, 'hex').swap16().toString('utf16le')
}

function unpacked(code: string): string {
  try {
    return inflateSync(fromBase45(code) ?? new Uint8Array(), { maxOutputLength: limit }).toString('utf8')
  } catch {
    return ''
  }
}
