import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hocba } from '../../support/terminal.ts'

const stores = ['directory.sqlite', 'gradebook.sqlite', 'transcripts.sqlite']
let folder = ''
let data = ''
let copy = ''
let env: Readonly<Record<string, string>> = {}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-backup-'))
  data = join(folder, 'data')
  copy = join(folder, 'copy')
  env = { HOCBA_DATA_DIR: data, HOCBA_URL: 'http://127.0.0.1:9' }
  await mkdir(join(data, 'pki'), { recursive: true })
  await mkdir(join(data, 'agent'))
  await writeFile(join(data, 'pki', 'root.pem'), 'root')
  await writeFile(join(data, 'agent', 'key.p12'), 'secret')
  for (const name of stores) open(name).exec(`PRAGMA journal_mode = WAL; CREATE TABLE t (v TEXT); INSERT INTO t VALUES ('first')`).close()
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

const open = (name: string) => new Database(join(data, name))

function valuesOf(path: string): readonly unknown[] {
  const db = new Database(path)
  try {
    return db.prepare('SELECT v FROM t ORDER BY rowid').pluck().all()
  } finally {
    db.close()
  }
}

test('BACKUP-1 a backup of open stores holds what was committed, the public trust material and no key', async () => {
  const writer = open('gradebook.sqlite')
  writer.exec(`INSERT INTO t VALUES ('second')`)
  const { code, errors } = await hocba(['backup', copy], env)
  writer.close()
  expect([code, errors]).toEqual([0, ''])
  expect((await readdir(copy)).toSorted()).toEqual(['backup.json', 'directory.sqlite', 'gradebook.sqlite', 'pki', 'transcripts.sqlite'])
  expect(valuesOf(join(copy, 'gradebook.sqlite'))).toEqual(['first', 'second'])
  expect(await readFile(join(copy, 'pki', 'root.pem'), 'utf8')).toBe('root')
})

test('BACKUP-2 a folder with anything in it is refused', async () => {
  const { code, errors } = await hocba(['backup', data], env)
  expect(code).toBe(1)
  expect(errors).toContain('[data.unwritable]')
})

test('BACKUP-3 a restore brings the stores back and keeps what was there beside them', async () => {
  await hocba(['backup', copy], env)
  const db = open('gradebook.sqlite')
  db.exec(`INSERT INTO t VALUES ('later')`)
  db.close()
  const { code, errors } = await hocba(['restore', copy], env)
  expect([code, errors]).toEqual([0, ''])
  expect(valuesOf(join(data, 'gradebook.sqlite'))).toEqual(['first'])
  const [kept] = (await readdir(data)).filter((name) => name.startsWith('replaced-'))
  expect(valuesOf(join(data, kept ?? '', 'gradebook.sqlite'))).toEqual(['first', 'later'])
  expect(existsSync(join(data, 'agent', 'key.p12'))).toBe(true)
})

test('BACKUP-4 a restore while a program has a store open is refused and changes nothing', async () => {
  await hocba(['backup', copy], env)
  const server = open('gradebook.sqlite')
  server.exec(`INSERT INTO t VALUES ('later')`)
  const { code, errors } = await hocba(['restore', copy], env)
  server.close()
  expect(code).toBe(1)
  expect(errors).toContain('[server.running]')
  expect(valuesOf(join(data, 'gradebook.sqlite'))).toEqual(['first', 'later'])
})

test('BACKUP-5 a changed or incomplete backup is refused and changes nothing', async () => {
  await hocba(['backup', copy], env)
  const path = join(copy, 'transcripts.sqlite')
  const bytes = await readFile(path)
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
  await writeFile(path, bytes)
  expect((await hocba(['restore', copy], env)).errors).toContain('transcripts.sqlite')
  await rm(join(copy, 'backup.json'))
  expect((await hocba(['restore', copy], env)).errors).toContain('backup.json')
  expect(valuesOf(join(data, 'gradebook.sqlite'))).toEqual(['first'])
})

test('BACKUP-6 a manifest that names a file elsewhere is refused', async () => {
  await hocba(['backup', copy], env)
  const path = join(copy, 'backup.json')
  const manifest = JSON.parse(await readFile(path, 'utf8')) as { files: { path: string }[] }
  manifest.files.push({ path: 'pki/../../outside' })
  await writeFile(path, JSON.stringify(manifest))
  const { code, errors } = await hocba(['restore', copy], env)
  expect(code).toBe(1)
  expect(errors).toContain('[file.unreadable]')
})
