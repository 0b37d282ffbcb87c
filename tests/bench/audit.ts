/** What the audit of a long log costs the processor, and what it remembers, against plain hashing of the same file. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditFile } from '../../sync-server/src/cli/audit-file.ts'
import { LogKey } from '../conformance/audit/forge.ts'
import { writeLongExport } from './audit/long-export.ts'
import { figure, printTable } from './measure/table.ts'

const entries = Number(process.env['HOCBA_BENCH_ENTRIES'] ?? 200_000)
const folder = await mkdtemp(join(tmpdir(), 'hocba-bench-audit-'))
try {
  const key = new LogKey('truong.example')
  const [file, keyFile] = [join(folder, 'export.txt'), join(folder, 'school.vkey')]
  await writeFile(keyFile, key.vkey)
  await writeLongExport(file, key, entries)
  const { size } = await stat(file)
  const hashing = await seconds(async () => {
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
    hash.digest()
  })
  const before = process.memoryUsage().rss
  const verifying = await seconds(async () => {
    const audited = await auditFile(file, keyFile, [])
    if (!audited.whole || audited.size !== entries + 1) throw new Error(JSON.stringify(audited))
  })
  const grown = process.memoryUsage().rss - before
  printTable(
    `Audit of ${entries.toLocaleString('en')} entries, ${figure(size / 1e6)} MB`,
    ['', 'CPU s', 'µs an entry', 'ratio', 'more memory, MB'],
    [
      ['SHA-256 of the file', figure(hashing), figure((hashing / entries) * 1e6), '1.00', ''],
      ['audit verify', figure(verifying), figure((verifying / entries) * 1e6), figure(verifying / hashing), figure(grown / 1e6)],
    ],
  )
} finally {
  await rm(folder, { recursive: true })
}

/** Of the processor, not of the clock: other programs do not count. */
async function seconds(work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}
