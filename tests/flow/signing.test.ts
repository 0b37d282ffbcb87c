import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSchool, freeze, sign, signIn, startSchool } from '../support/school.ts'

let school: RunningSchool

beforeAll(async () => {
  school = await startSchool()
})

afterAll(() => school.stop())

interface File {
  readonly kind: string
  readonly version: number
  readonly state: string
  readonly signedBy: readonly string[]
  readonly url: string
}

describe('from the order to the files', () => {
  test('FREEZE-1 an order of the principal, a freeze, four signatures, two files', async () => {
    const grid = '2025-6A.TOAN.HK1'
    const [frozen] = await freeze(school, [grid])
    expect(frozen?.status).toBe(200)
    const subjects = new Set([grid])
    for (const user of ['gv.toan', 'gv.van', 'hieutruong', 'vanthu']) expect(await sign(school, user, subjects)).toBe(1)
    const officer = await signIn(school.url, 'quantrihocba')
    const { body: files } = await officer.get<readonly File[]>(`/api/grids/${grid}/artefacts`)
    expect(files.map((file) => [file.kind, file.version, file.state, file.signedBy])).toEqual(
      ['xml', 'pdf'].map((kind) => [kind, 1, 'signed', ['subject-teacher', 'homeroom-teacher', 'principal', 'organisation']]),
    )
    for (const file of files) await writeFile(join('/tmp', `toan.${file.kind}`), await officer.bytes(file.url))
  })
})
