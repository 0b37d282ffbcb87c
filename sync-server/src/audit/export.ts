import { canonicalJson, toBase64 } from '@hocba/shared/core'
import { replayCells, replayRemarks } from '@hocba/shared/document'
import { saltsOf, sha256 } from '../log/seal.ts'
import type { GridHead, LogEntry, LogRow, SnapshotRecord, Stores } from '../store/port.ts'
import type { Captured } from './capture.ts'

/** Entries that are read from the store at once. */
const page = 500
/** Characters that are handed on at once. */
const chunk = 64 * 1024

type Members = Readonly<Record<string, unknown>>

/** The export of shared/docs/AUDIT.md, in pieces: what is in memory does not grow with the log. */
export async function* exportLines(
  stores: Stores,
  captured: Captured,
  { school, at, event }: { readonly school: string; readonly at: string; readonly event: number },
): AsyncGenerator<string> {
  const { size, root } = captured.head
  const chain = new Chain()
  yield chain.line('head', {
    format: 'hocba-audit-1',
    school,
    origin: captured.origin,
    size,
    root: base64(root),
    exportedAt: at,
    event,
  })
  for (const { id, user, salt } of captured.actors) yield chain.line('actor', { id, user, salt: Buffer.from(salt).toString('hex') })
  for (const note of captured.checkpoints) yield chain.line('checkpoint', { note })
  yield* entries(stores, captured, chain)
  for (const order of captured.orders) yield chain.line('order', { order })
  for (const amendment of captured.amendments) yield chain.line('amendment', { amendment })
  for (const head of captured.grids) yield chain.line('grid', await gridOf(stores, head))
  for (const record of captured.transcripts) {
    yield chain.line('transcript', { record, bytes: base64(await stores.transcripts.transcriptBytes(record.id)) })
  }
  for (const { subject, version, kind, signatures, sha256: digest } of captured.files) {
    const bytes = base64(await stores.transcripts.artefactBytes(digest))
    yield chain.line('file', { subject, version, kind, signatures, sha256: digest, bytes })
  }
  for (const { digest, answer } of captured.register) {
    yield chain.line('register', { digest, state: answer.state, replacedBy: answer.replacedBy ?? null })
  }
  yield chain.line('end', { lines: chain.lines })
}

/** Every entry, and after the one that made it each snapshot. */
async function* entries({ gradebook }: Stores, { head, snapshots }: Captured, chain: Chain): AsyncGenerator<string> {
  const made = new Map(snapshots.map((record) => [record.digest, record]))
  let text = ''
  for (let from = 0; from < head.size; from += page) {
    for (const entry of await gradebook.entries(from, Math.min(page, head.size - from))) {
      text += chain.json(entryOf(entry))
      const record = snapshotOf(entry, made)
      if (record) text += chain.line('snapshot', { ...record, bytes: base64(await gradebook.snapshotBytes(record.grid, record.version)) })
      if (text.length < chunk) continue
      yield text
      text = ''
    }
  }
  if (text !== '') yield text
}

/** Members in canonical order; the leaf's text is canonical already. */
function entryOf({ changes, erased, index, text, salts, update }: LogEntry): string {
  const rest = `"salts":${JSON.stringify(saltsOf(salts))},"type":"entry","update":${update ? `"${base64(update)}"` : 'null'}`
  return `{"changes":${canonicalJson(changes)},"erased":${erased},"index":${index},"leaf":${text},${rest}}`
}

function snapshotOf({ text }: LogEntry, made: ReadonlyMap<string, SnapshotRecord>): SnapshotRecord | undefined {
  const [, digest = ''] = /"digest":"([0-9a-f]{64})","kind":"(?:freeze|amend)"/.exec(text) ?? []
  return made.get(digest)
}

/** What the grid's two documents hold, from the bytes that their authors sent and not from what the log says of them. */
async function gridOf({ gradebook }: Stores, { grid, state, epoch, seq, version }: GridHead): Promise<Members> {
  const rows = (await gradebook.rows(grid)).filter((row) => row.seq <= seq)
  return {
    grid,
    state,
    epoch,
    seq,
    version,
    cells: Object.fromEntries(replayCells(updatesOf(rows, 'cells'))),
    remarks: Object.fromEntries(replayRemarks(updatesOf(rows, 'remarks'))),
  }
}

const updatesOf = (rows: readonly LogRow[], document: LogRow['document']): readonly Uint8Array[] =>
  rows.flatMap((row) => (row.update && row.document === document ? [row.update] : []))

const base64 = (bytes: Uint8Array | undefined): string =>
  Buffer.isBuffer(bytes) ? bytes.toString('base64') : toBase64(bytes ?? new Uint8Array())

/** Puts under every line the hash that goes on from the line before. */
class Chain {
  #hash: Buffer = Buffer.alloc(32)
  lines = 0

  line(type: string, members: Members): string {
    return this.json(canonicalJson({ type, ...members }))
  }

  json(text: string): string {
    this.#hash = sha256(Buffer.concat([this.#hash, Buffer.from(text)]))
    this.lines += 1
    return `${text} ${this.#hash.toString('hex')}\n`
  }
}
