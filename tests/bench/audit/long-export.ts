import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { canonicalJson } from '@hocba/shared/core'
import { Frontier, leafInput, leafText } from '@hocba/shared/log'
import { type LogKey, sha256 } from '../../conformance/audit/forge.ts'

const salt = (n: number): Buffer => sha256(`salt ${n}`)
const hmac = (key: Buffer, value: string | Buffer): string => createHmac('sha256', key).update(value).digest('hex')
const at = '2026-01-05T08:00:00.000+07:00'

interface Grid {
  readonly cells: Record<string, number>
  seq: number
  prev: string | null
}

/** Writes a whole export of `count` edits of one mark, of 100 grids. The tree comes first in the file, so everything is made twice. */
export async function writeLongExport(path: string, key: LogKey, count: number): Promise<void> {
  const actor = hmac(salt(0), 'gv.toan').slice(0, 32)
  const tree = new Frontier(sha256)
  const names = Array.from({ length: 100 }, (_, n) => `2025-${6 + (n % 4)}A${Math.floor(n / 4)}.TOAN.HK1`)
  for (const { leaf } of entriesOf(names, actor, count)) tree.append(sha256(leafInput(Buffer.from(leaf))))
  const file = createWriteStream(path, { highWaterMark: 4 * 1024 * 1024 })
  let hash: Buffer = Buffer.alloc(32)
  let lines = 0
  const write = async (json: string): Promise<void> => {
    hash = sha256(Buffer.concat([hash, Buffer.from(json)]))
    lines += 1
    if (!file.write(`${json} ${hash.toString('hex')}\n`)) await once(file, 'drain')
  }
  const root = Buffer.from(tree.root()).toString('base64')
  const head = { format: 'hocba-audit-1', school: 'Trường', origin: key.name, size: tree.size, root, exportedAt: at, event: tree.size - 1 }
  await write(canonicalJson({ type: 'head', ...head }))
  await write(canonicalJson({ type: 'actor', id: actor, user: 'gv.toan', salt: salt(0).toString('hex') }))
  await write(canonicalJson({ type: 'checkpoint', note: key.note(key.name, tree.size, tree.root()) }))
  const grids = new Map<string, Grid>()
  for (const { line, grid, state } of entriesOf(names, actor, count)) {
    await write(line)
    if (grid !== null) grids.set(grid, state)
  }
  for (const [grid, { cells, seq }] of grids) {
    await write(canonicalJson({ type: 'grid', grid, state: 'open', epoch: 1, seq, version: 0, cells, remarks: {} }))
  }
  await write(canonicalJson({ type: 'end', lines }))
  file.end()
  await once(file, 'finish')
}

function* entriesOf(
  names: readonly string[],
  actor: string,
  count: number,
): Generator<{ readonly leaf: string; readonly line: string; readonly grid: string | null; readonly state: Grid }> {
  const grids = new Map(names.map((name): [string, Grid] => [name, { cells: {}, seq: 0, prev: null }]))
  const cover = { v: 1, at, actor, session: 'a1b2c3', cause: null, digest: null } as const
  for (let index = 0; index < count; index += 1) {
    const grid = names[index % names.length] ?? ''
    const state = grids.get(grid) ?? { cells: {}, seq: 0, prev: null }
    const cell = `6A-${String(1 + (Math.floor(index / 100) % 40)).padStart(2, '0')}/tx${1 + (Math.floor(index / 4000) % 4)}`
    const after = (index * 7) % 101
    const base = state.seq === 0 ? null : { client: 1_234_567, clock: state.seq }
    const change = canonicalJson({ cell, before: state.cells[cell] ?? null, after, base })
    const update = salt(index).subarray(0, 31)
    const [first, second] = [salt(2 * index), salt(2 * index + 1)]
    state.seq += 1
    state.cells[cell] = after
    const place = { grid, seq: state.seq, epoch: 1, document: 'cells', prev: state.prev, clients: [] } as const
    const leaf = leafText({ ...cover, kind: 'edit', changes: [hmac(first, change)], update: hmac(second, update), place })
    state.prev = sha256(leafInput(Buffer.from(leaf))).toString('hex')
    const rest = `"salts":["${first.toString('hex')}","${second.toString('hex')}"],"type":"entry","update":"${update.toString('base64')}"`
    yield { leaf, line: `{"changes":[${change}],"erased":false,"index":${index},"leaf":${leaf},${rest}}`, grid, state }
  }
  const body = canonicalJson({ school: 'Trường', what: 'audit' })
  const leaf = leafText({ ...cover, kind: 'export', changes: [hmac(salt(1), body)], update: null, place: null })
  const rest = `"salts":["${salt(1).toString('hex')}"],"type":"entry","update":null`
  const line = `{"changes":[${body}],"erased":false,"index":${count},"leaf":${leaf},${rest}}`
  yield { leaf, line, grid: null, state: { cells: {}, seq: 0, prev: null } }
}
