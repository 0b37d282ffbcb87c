import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditFile } from '../../sync-server/src/cli/audit-file.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Writer } from '../support/writer.ts'
import { type RunningSchool, signIn, startSchool } from '../support/school.ts'

const rounds = Number(process.env['HOCBA_KILL_ROUNDS'] ?? 20)
const grid = '2025-6A.TOAN.HK2'
let school: RunningSchool
let folder: string

beforeAll(async () => {
  school = await startSchool({ env: { HOCBA_LIMIT_UPDATES: '0' } })
  folder = await mkdtemp(join(tmpdir(), 'hocba-kill-'))
})

afterAll(async () => {
  await school.stop()
  await rm(folder, { recursive: true })
})

interface Row {
  readonly seq: number
  readonly cell: string | null
  readonly after: number | null
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** What an auditor finds in the whole record of the school. */
async function audited(): ReturnType<typeof auditFile> {
  const path = join(folder, 'export')
  await writeFile(path, await (await signIn(school.url, 'thanhtra')).bytes('/api/audit/export'))
  return auditFile(path, join(school.dataDir, 'pki', 'school.vkey'), [])
}

/** Deterministic moments, so that a failing round can be repeated. */
const momentOf = (round: number): number => 20 + ((round * 7919) % 180)

test(
  `I1 I3 I13 SIGKILL at any moment under load, ${rounds} rounds: no acknowledged edit is lost or half there, and the audit finds the record whole`,
  async () => {
    let answered = 0
    for (let round = 0; round < rounds; round += 1) {
      const teacher = await signIn(school.url, 'gv.toan')
      const writers = await Promise.all([0, 1, 2].map((index) => Writer.join(school, teacher, grid, 1 + index * 10)))
      for (const writer of writers) writer.writeWithoutEnd()
      await pause(momentOf(round))
      await school.killServer()
      await school.startServer()
      const reader = await signIn(school.url, 'gv.toan')
      const { body: rows } = await reader.get<readonly Row[]>(`/api/grids/${grid}/history`)
      const seqs = [...new Set(rows.map((row) => row.seq))]
      expect(seqs, `round ${round}`).toEqual(seqs.map((_, index) => index + 1))
      const logged = new Set(rows.map((row) => `${row.seq} ${row.cell} ${row.after}`))
      const acknowledged = writers.flatMap((writer) => writer.acknowledged)
      expect(
        acknowledged.filter((one) => !logged.has(`${one.seq} ${one.cell} ${one.value}`)),
        `round ${round}`,
      ).toEqual([])
      answered += acknowledged.length
      expect(await audited(), `round ${round}`).toMatchObject({ whole: true })
    }
    // A single round may be killed before its first answer; all of them together may not.
    expect(answered).toBeGreaterThan(rounds)
  },
  60_000 + rounds * 10_000,
)
