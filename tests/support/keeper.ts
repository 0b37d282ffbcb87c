import { createHash } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Frontier, leafInput } from '@hocba/shared/log'
import { sqliteGradebook } from '../../sync-server/src/store/sqlite/gradebook.ts'

const hash = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/**
 * What somebody with the database can do to a stopped school: writes another mark into the last edit of a cell.
 * `thoroughly` makes every hash of the log anew, so that nothing within the database contradicts it.
 */
export async function rewriteMark(dataDir: string, cell: string, mark: number, thoroughly: boolean): Promise<void> {
  const path = join(dataDir, 'gradebook.sqlite')
  const db = new Database(path)
  db.exec('drop trigger log_is_append_only')
  const row = db
    .prepare<[string], { id: number; edits: string }>("select id, edits from log where edits like '%' || ? || '%' order by id desc limit 1")
    .get(cell)
  if (!row) throw new Error(`no edit of ${cell}`)
  const edits = (JSON.parse(row.edits) as { cell: string; after: unknown }[]).map((edit) =>
    edit.cell === cell ? { ...edit, after: mark } : edit,
  )
  db.prepare('update log set edits = ? where id = ?').run(JSON.stringify(edits), row.id)
  if (thoroughly) await rehash(path, db)
  db.close()
}

async function rehash(path: string, db: Database.Database): Promise<void> {
  const store = sqliteGradebook(path) // which puts the trigger back
  db.exec('drop trigger log_is_append_only')
  const { size } = await store.treeHead()
  const setLeaf = db.prepare('update log set leaf = ? where id = ?')
  const setNode = db.prepare('insert or replace into node values (?, ?, ?)')
  const tree = new Frontier(hash, (level, place, node) => level % 8 === 0 && setNode.run(level, place, node))
  // In order: a grid's leaf names the one before.
  for (let index = 0; index < size; index += 1) {
    const [entry] = await store.entries(index, 1)
    if (!entry) throw new Error(`no entry ${index}`)
    const leaf = hash(leafInput(Buffer.from(entry.text)))
    setLeaf.run(leaf, index + 1)
    tree.append(leaf)
  }
  await store.close()
}
