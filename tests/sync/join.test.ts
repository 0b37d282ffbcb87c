import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holds, join, upgradeStatus } from '../support/peer.ts'
import { type RunningSchool, signIn, startSchool } from '../support/school.ts'

const grid = '2025-6A.TOAN.HK2'
let school: RunningSchool

beforeAll(async () => {
  school = await startSchool({ agent: false })
})

afterAll(() => school.stop())

interface Row {
  readonly seq: number
  readonly actor: string
  readonly cell: string | null
  readonly before: unknown
  readonly after: unknown
  readonly kind: string
}

describe('an unmodified y-websocket client', () => {
  test('SYNC-1 reads and writes as the teacher of the grid; the history names person, old and new value', async () => {
    const teacher = await signIn(school.url, 'gv.toan')
    const [one, two] = [await join(school, teacher, grid), await join(school, teacher, grid)]
    const before = one.cells.get('6A-01/tx1')
    one.cells.set('6A-01/tx1', 35)
    await holds(two.cells, '6A-01/tx1', 35)
    const { body } = await teacher.get<readonly Row[]>(`/api/grids/${grid}/history?cell=6A-01/tx1`)
    expect(body.at(-1)).toMatchObject({ actor: 'gv.toan', cell: '6A-01/tx1', before, after: 35, kind: 'edit' })
    one.leave()
    two.leave()
  })

  test('SYNC-2 reads as the homeroom teacher and is closed with 4403 when it writes a mark', async () => {
    const homeroom = await signIn(school.url, 'gv.van')
    const peer = await join(school, homeroom, grid)
    expect(peer.cells.size).toBeGreaterThan(150)
    const closed = peer.closed()
    peer.cells.set('6A-01/tx1', 100)
    expect(await closed).toEqual({ code: 4403, reason: 'forbidden' })
    const teacher = await signIn(school.url, 'gv.toan')
    const reader = await join(school, teacher, grid)
    expect(reader.cells.get('6A-01/tx1')).not.toBe(100)
    peer.leave()
    reader.leave()
  })

  test.each([
    ['gv.anh', grid, 403],
    ['quantri', grid, 403],
    ['phuhuynh.001', grid, 403],
    ['gv.toan', '2025-9Z.TOAN.HK2', 404],
    ['gv.toan', 'nonsense', 404],
  ])('SYNC-3 the upgrade of %s on %s is answered %i before any frame', async (user, document, status) => {
    const person = await signIn(school.url, user)
    expect(await upgradeStatus(`${school.url.replace('http', 'ws')}/sync/${document}`, { authorization: `Bearer ${person.token}` })).toBe(
      status,
    )
  })

  test('SYNC-4 without a session, with a used ticket, or from a foreign page there is no upgrade', async () => {
    const address = `${school.url.replace('http', 'ws')}/sync/${grid}`
    expect(await upgradeStatus(address, {})).toBe(401)
    const teacher = await signIn(school.url, 'gv.toan')
    const { body } = await teacher.post<{ ticket: string }>('/api/ticket')
    expect(await upgradeStatus(`${address}?ticket=${body.ticket}`, {})).toBe(101)
    expect(await upgradeStatus(`${address}?ticket=${body.ticket}`, {})).toBe(401)
    expect(await upgradeStatus(address, { authorization: `Bearer ${teacher.token}`, origin: 'https://evil.example' })).toBe(403)
  })

  test('SYNC-5 presence carries the identity of the session, whatever the client claims', async () => {
    const [teacher, homeroom] = [await signIn(school.url, 'gv.toan'), await signIn(school.url, 'gv.van')]
    const [writer, reader] = [await join(school, teacher, grid), await join(school, homeroom, grid)]
    const seen = new Promise((resolve) => {
      reader.provider.awareness.on('update', () => {
        const state = reader.provider.awareness.getStates().get(writer.doc.clientID)
        if (state?.['cursor'] !== undefined) resolve(state)
      })
    })
    writer.provider.awareness.setLocalState({ cursor: '6A-02/tx1', user: { id: 'hieutruong', name: 'Hiệu trưởng' } })
    expect(await seen).toMatchObject({ cursor: '6A-02/tx1', user: { id: 'gv.toan', name: 'Nguyễn Văn Hùng' } })
    writer.leave()
    reader.leave()
  })
})
