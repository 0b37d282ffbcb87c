import { hash } from 'node:crypto'
import { Fault, fromHex } from '@hocba/shared/core'
import { type Checkpoint, type Leaf, type VerifierKey, isGrown, openNote, openProof, standingOf } from '@hocba/shared/log'
import { checkEd25519 } from '../log/ed25519.ts'
import { proofFrom } from '../receipt/code.ts'
import { readKey } from './audit-file.ts'
import { isRecord } from './client.ts'
import { type Context, readInput } from './context.ts'

export interface ReceiptOptions {
  readonly key: string
  readonly log?: string
  readonly json?: true
}

/** What a receipt proves; everything else on its page is there to be read. */
interface Proved {
  readonly kind: Leaf['kind']
  readonly grid: string | null
  readonly seq: number | null
  readonly epoch: number | null
  readonly at: string
  readonly digest: string | null
  readonly index: number
  readonly checkpoint: { readonly origin: string; readonly size: number }
  /** Entries of today's log that begins with this checkpoint; `null` when it was not asked. */
  readonly today: number | null
}

/** Checks a receipt by itself, and against a running school's log when one is named. */
export async function checkReceipt({ terminal, exit }: Context, file: string, { key, log, json }: ReceiptOptions): Promise<void> {
  const outcome = await prove(file, await readKey(key), log)
  if (typeof outcome === 'string') {
    if (json) terminal.print(JSON.stringify({ whole: false, fault: outcome }))
    terminal.complain(`hocba: ${file}: ${outcome}`)
    return exit(1)
  }
  for (const line of json ? [JSON.stringify({ whole: true, ...outcome })] : linesOf(file, outcome)) terminal.print(line)
}

/** A sentence when the receipt does not hold. */
async function prove(file: string, key: VerifierKey, log: string | undefined): Promise<Proved | string> {
  const proof = proofFrom(await readInput(file))
  const proven = await openProof(proof, sha256)
  if (!proven.ok) return 'Chứng minh không dẫn từ mục nhật ký tới mốc đã nêu.'
  if ((await standingOf(proof.note, key, checkEd25519)) !== 'signed') return 'Mốc không mang chữ ký của khóa nhật ký này.'
  const { leaf, checkpoint } = proven.value
  const today = log === undefined ? null : await grownInto(log, checkpoint, key)
  if (today === undefined) return 'Nhật ký hiện nay của trường không bắt đầu bằng mốc này: lịch sử đã bị viết lại hoặc mở kỳ mới.'
  const { grid = null, seq = null, epoch = null } = leaf.place ?? {}
  const { origin, size } = checkpoint
  return { kind: leaf.kind, grid, seq, epoch, at: leaf.at, digest: leaf.digest, index: proof.index, checkpoint: { origin, size }, today }
}

/** The size of the log that a server shows today, if the checkpoint is its beginning (RFC 9162 section 2.1.4). */
async function grownInto(server: string, old: Checkpoint, key: VerifierKey): Promise<number | undefined> {
  const { note } = await ask(`${server}/api/log/checkpoint`)
  const now = typeof note === 'string' ? await openNote(note, key, checkEd25519) : undefined
  if (!now?.ok || now.value.origin !== old.origin || now.value.size < old.size) return undefined
  const { proof } = await ask(`${server}/api/log/consistency?from=${old.size}&to=${now.value.size}`)
  const path = Array.isArray(proof) ? proof.map((node) => fromHex(String(node))) : []
  return (await isGrown(old, now.value, path, sha256)) ? now.value.size : undefined
}

async function ask(address: string): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(address, { signal: AbortSignal.timeout(10_000) }).catch((cause: unknown) => {
    throw new Fault('server.unreachable', { cause })
  })
  const value: unknown = response.ok ? await response.json() : undefined
  if (!isRecord(value)) throw new Fault('server.unreachable', { detail: `${address} trả lời ${response.status}.` })
  return value
}

const linesOf = (file: string, { kind, grid, seq, epoch, at, digest, index, checkpoint, today }: Proved): readonly string[] => [
  `${file}: BIÊN NHẬN ĐÚNG`,
  `  ✓ ${kind} ${grid ?? ''}, số thứ tự ${seq ?? '–'}, lượt ${epoch ?? '–'}, lúc ${at}`,
  `  ✓ mã băm bản chốt: ${digest ?? '–'}`,
  `  ✓ mục ${index + 1} của nhật ký ${checkpoint.origin}, mốc ${checkpoint.size} mục do trường ký`,
  today === null
    ? '  – chưa so với nhật ký hiện nay: thêm --log <máy chủ>, hoặc hocba audit verify BẢN-XUẤT --checkpoint TỆP'
    : `  ✓ mốc là phần đầu của nhật ký hiện nay (${today} mục)`,
  '  Họ tên và chữ khác in trên biên nhận không được chứng minh.',
]

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer')
