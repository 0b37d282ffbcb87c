import { formatCell } from '@hocba/shared/grid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSchool, type Signed, freeze, sign, signIn, startSchool } from '../support/school.ts'

const grid = '2025-6A.TOAN.HK1'
const cell = '6A-03/ck'
let school: RunningSchool

beforeAll(async () => {
  school = await startSchool()
})

afterAll(() => school.stop())

interface Amendment {
  readonly id: string
  readonly digest: string
  readonly state: string
  readonly next: string | null
  readonly parties: readonly { readonly slot: string; readonly user: string; readonly done: boolean }[]
  readonly version?: number
}

interface Row {
  readonly seq: number
  readonly actor: string
  readonly kind: string
  readonly before: unknown
  readonly after: unknown
  readonly cause?: string
}

async function signAll(subjects: ReadonlySet<string>): Promise<void> {
  for (const user of ['gv.toan', 'gv.van', 'hieutruong', 'vanthu']) expect(await sign(school, user, subjects)).toBe(1)
}

async function verdicts(version: number): Promise<readonly string[]> {
  const officer = await signIn(school.url, 'quantrihocba')
  return Promise.all(
    ['xml', 'pdf'].map(async (kind) => {
      const body = Buffer.from(await officer.bytes(`/api/grids/${grid}/artefacts/${version}/${kind}`))
      const answer = await fetch(`${school.url}/api/verify`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body,
      })
      return ((await answer.json()) as { verdict: string }).verdict
    }),
  )
}

/** The first row of changes on the agent's page (SIGN-49). */
async function firstChangeShown(teacher: Signed, subject: string): Promise<readonly string[]> {
  const { body: jobs } = await teacher.get<readonly { id: string; subject: string }[]>('/api/signing/jobs')
  const batch = { jobs: jobs.filter((job) => job.subject === subject).map((job) => job.id) }
  const { id, code } = (await teacher.post<{ id: string; code: string }>('/api/signing/batches', batch)).body
  const page = await (await fetch(`${school.agentUrl}/batches/${id}?code=${code}`)).text()
  return /<tr><th scope="row">([^<]*)<\/th><td>([^<]*)<\/td><td>([^<]*)<\/td><\/tr>/.exec(page)?.slice(1) ?? []
}

describe('a correction after the freeze', () => {
  test('AMEND-1 I15 is requested, witnessed by two, approved, applied by its requester, and gives a new signed version', async () => {
    const [frozen] = await freeze(school, [grid])
    expect(frozen?.body).toMatchObject({ version: 1 })
    await signAll(new Set([grid]))
    const teacher = await signIn(school.url, 'gv.toan')
    const { body: history } = await teacher.get<readonly Row[]>(`/api/grids/${grid}/history?cell=${cell}`)
    const before = history.at(-1)?.after as number
    const after = before === 100 ? 95 : 100
    const requested = await teacher.post<Amendment>('/api/amendments', {
      grid,
      changes: [{ cell, after }],
      reason: 'Vào nhầm điểm bài kiểm tra',
    })
    expect(requested).toMatchObject({
      status: 200,
      body: {
        state: 'requested',
        parties: [
          { slot: 'witness1', user: 'phohieutruong', done: false },
          { slot: 'witness2', user: 'gv.van', done: false },
          { slot: 'approver', user: 'hieutruong', done: false },
        ],
      },
    })
    const { id, digest } = requested.body
    const act = async (user: string, what: string, content = digest): Promise<{ status: number; body: Amendment & { code?: string } }> =>
      (await signIn(school.url, user)).post(`/api/amendments/${id}/${what}`, { digest: content })

    expect(await act('hieutruong', 'approve')).toMatchObject({ status: 409, body: { code: 'amendment.state' } })
    expect(await act('gv.anh', 'witness')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await act('gv.van', 'witness', '0'.repeat(64))).toMatchObject({ status: 409, body: { code: 'amendment.digest' } })
    expect(await act('gv.toan', 'apply')).toMatchObject({ status: 409, body: { code: 'amendment.state' } })
    expect(await act('phohieutruong', 'witness')).toMatchObject({ status: 200, body: { state: 'requested' } })
    expect(await act('gv.van', 'witness')).toMatchObject({ status: 200, body: { state: 'witnessed' } })
    expect(await act('hieutruong', 'approve')).toMatchObject({ status: 200, body: { state: 'approved' } })
    expect(await act('quantrihocba', 'apply')).toMatchObject({ status: 403 })
    expect(await act('gv.toan', 'apply')).toMatchObject({ status: 200, body: { state: 'applied', version: 2 } })

    const { body: amended } = await teacher.get<readonly Row[]>(`/api/grids/${grid}/history?cell=${cell}`)
    expect(amended.at(-1)).toMatchObject({ actor: 'gv.toan', kind: 'amend', before, after, cause: id })
    expect(await verdicts(1)).toEqual(['superseded', 'superseded'])
    expect(await firstChangeShown(teacher, grid)).toEqual([
      expect.stringContaining(' (6A-03): ĐĐGck'),
      ...[before, after].map((mark) => formatCell('mark', mark)),
    ])
    await signAll(new Set([grid]))
    expect(await verdicts(2)).toEqual(['valid', 'valid'])
    expect(await verdicts(1)).toEqual(['superseded', 'superseded'])
    const { body: files } = await teacher.get<readonly { version: number; state: string }[]>(`/api/grids/${grid}/artefacts`)
    expect(files.map((file) => [file.version, file.state])).toEqual([
      [1, 'superseded'],
      [1, 'superseded'],
      [2, 'signed'],
      [2, 'signed'],
    ])
  })

  test('AMEND-2 of term 1 makes a new version of term 2 that was computed from it', async () => {
    const officer = await signIn(school.url, 'quantrihocba')
    await officer.post('/api/demo/complete')
    const pair = ['2025-6B.VAN.HK1', '2025-6B.VAN.HK2']
    expect((await freeze(school, pair)).map((answer) => answer.status)).toEqual([200, 200])
    const teacher = await signIn(school.url, 'gv.van')
    const present = (await teacher.get<readonly Row[]>(`/api/grids/${pair[0]}/history?cell=6B-01/tx1`)).body.at(-1)?.after
    const { body } = await teacher.post<Amendment>('/api/amendments', {
      grid: pair[0],
      changes: [{ cell: '6B-01/tx1', after: present === 50 ? 60 : 50 }],
      reason: 'Sửa điểm',
    })
    for (const party of body.parties) {
      await (
        await signIn(school.url, party.user)
      ).post(`/api/amendments/${body.id}/${party.slot === 'approver' ? 'approve' : 'witness'}`, { digest: body.digest })
    }
    expect(await teacher.post(`/api/amendments/${body.id}/apply`, { digest: body.digest })).toMatchObject({
      status: 200,
      body: { version: 2 },
    })
    const snapshots = await Promise.all(
      pair.map(
        async (id) => JSON.parse(new TextDecoder().decode(await teacher.bytes(`/api/grids/${id}/snapshots/2`))) as Record<string, unknown>,
      ),
    )
    expect(snapshots.map((snapshot) => snapshot['version'])).toEqual([2, 2])
    const first = new Uint8Array(
      await crypto.subtle.digest('SHA-256', Buffer.from(await teacher.bytes(`/api/grids/${pair[0]}/snapshots/2`))),
    )
    expect(snapshots[1]?.['term1']).toBe(Buffer.from(first).toString('hex'))
    expect((await teacher.get<{ epoch: number }>(`/api/grids/${pair[1]}`)).body.epoch).toBe(3)
  })

  test('AMEND-3 I15 a homeroom teacher who corrects a mark of the own class is not its witness: the registrar is', async () => {
    await freeze(school, ['2025-6A.VAN.HK1'])
    const teacher = await signIn(school.url, 'gv.van')
    const { body } = await teacher.post<Amendment>('/api/amendments', {
      grid: '2025-6A.VAN.HK1',
      changes: [{ cell: '6A-01/tx1', after: 11 }],
      reason: 'Sửa điểm',
    })
    expect(body.parties.map((party) => party.user)).toEqual(['phohieutruong', 'hocvu', 'hieutruong'])
  })

  test('AMEND-4 an open grid is edited, not amended; unknown cells and wrong values are refused with a sentence', async () => {
    const teacher = await signIn(school.url, 'gv.toan')
    const ask = (on: string, cellOf: string, after: unknown): Promise<{ status: number; body: unknown }> =>
      teacher.post('/api/amendments', { grid: on, changes: [{ cell: cellOf, after }], reason: 'x' })
    expect(await ask('2025-7A.TOAN.HK1', '7A-01/tx1', 50)).toMatchObject({ status: 409, body: { code: 'amendment.open' } })
    expect(await ask(grid, '6A-99/tx1', 50)).toMatchObject({ status: 422, body: { code: 'cell.unknown' } })
    expect(await ask(grid, '6A-01/tx1', 101)).toMatchObject({ status: 422, body: { code: 'value.invalid' } })
    expect(await ask('2025-6A.VAN.HK1', '6A-01/tx1', 50)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })
})
