import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunningSchool, type Signed, freeze, sign, signIn } from './school.ts'
import * as Y from 'yjs'
import { Writer } from './writer.ts'

/** Who teaches class 6A. */
export const teachers = [
  'gv.toan',
  'gv.van',
  'gv.anh',
  'gv.khtn1',
  'gv.khtn2',
  'gv.gdcd',
  'gv.lsdl',
  'gv.cn',
  'gv.tin',
  'gv.gdtc',
  'gv.nt',
  'gv.gddp',
  'gv.hdtn',
]
const scope = { class: '6A', year: '2025' }

async function demand<T>(answer: Promise<{ readonly status: number; readonly body: T }>): Promise<T> {
  const { status, body } = await answer
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body
}

/** Two teachers of one grid write the same cell, neither having seen the other; the later one loses, for its client id is the lowest. */
async function conflict(school: RunningSchool): Promise<void> {
  const grid = '2025-7A.KHTN.HK1'
  const writers = []
  for (const user of ['gv.khtn1', 'gv.khtn2']) writers.push(await Writer.join(school, await signIn(school.url, user), grid, 1))
  const [first, second] = writers
  if (!first || !second) throw new Error('two teachers were joined')
  const unseeing = new Y.Doc()
  unseeing.clientID = 1
  Y.applyUpdate(unseeing, Y.encodeStateAsUpdate(second.doc))
  const before = Y.encodeStateVector(unseeing)
  unseeing.getMap('cells').set('7A-01/tx1', 41)
  const [won, lost] = [first.acknowledgement(), second.acknowledgement()]
  first.set('7A-01/tx1', 40)
  await won
  Y.applyUpdate(second.doc, Y.encodeStateAsUpdate(unseeing, before))
  await lost
  for (const writer of writers) writer.close()
}

/** Asks for an amendment of one cell and leads it through all its parties; `until` stops earlier. */
export async function amend(school: RunningSchool, grid: string, user: string, cell: string, end: 'applied' | 'withdrawn'): Promise<void> {
  const teacher = await signIn(school.url, user)
  const history = await demand(teacher.get<readonly { after: number }[]>(`/api/grids/${grid}/history?cell=${cell}`))
  const after = history.at(-1)?.after === 50 ? 60 : 50
  const request = teacher.post<{ id: string; digest: string; parties: readonly { slot: string; user: string }[] }>('/api/amendments', {
    grid,
    changes: [{ cell, after }],
    reason: 'Vào nhầm điểm',
  })
  const { id, digest, parties } = await demand(request)
  if (end === 'withdrawn') return void (await demand(teacher.post(`/api/amendments/${id}/withdraw`, { digest, reason: 'Đã xem lại bài' })))
  for (const party of parties) {
    const act = party.slot === 'approver' ? 'approve' : 'witness'
    await demand((await signIn(school.url, party.user)).post(`/api/amendments/${id}/${act}`, { digest }))
  }
  await demand(teacher.post(`/api/amendments/${id}/apply`, { digest }))
}

async function transcriptsOf(school: RunningSchool, officer: Signed, principal: Signed): Promise<void> {
  const order = async (action: string, over: object): Promise<string> =>
    (await demand(principal.post<{ id: string }>('/api/orders', { action, scope: over, reason: 'Cuối năm học' }))).id
  const issue = await order('issue', scope)
  const { transcripts } = await demand(officer.post<{ transcripts: readonly string[] }>('/api/transcripts', { order: issue, ...scope }))
  const [first = '', second = '', third = ''] = transcripts
  const some = new Set([first, second, third])
  for (const person of ['gv.van', 'hieutruong', 'vanthu']) await sign(school, person, some)
  for (const id of [first, second]) await demand(officer.post(`/api/transcripts/${id}/issue`, { order: issue }))
  const revoke = await order('revoke', { transcripts: [first] })
  await demand(officer.post(`/api/transcripts/${first}/revoke`, { order: revoke }))
  const { id } = await demand(officer.post<{ id: string }>(`/api/transcripts/${first}/replace`, { order: revoke }))
  await sign(school, 'gv.van', new Set([id]))
}

/** A school year of one class with everything that can happen to it; ends with a checkpoint over all of it. */
export async function fillSchool(school: RunningSchool): Promise<void> {
  const officer = await signIn(school.url, 'quantrihocba')
  const principal = await signIn(school.url, 'hieutruong')
  await conflict(school)
  for (const action of ['lock', 'unlock']) {
    const grids = ['2025-6B.TIN.HK1']
    const { id } = await demand(principal.post<{ id: string }>('/api/orders', { action, scope: { grids }, reason: 'Đối chiếu' }))
    for (const grid of grids) await demand(officer.post(`/api/grids/${grid}/${action}`, { order: id }))
  }
  await demand(officer.post('/api/demo/complete'))
  const grids = await demand(officer.get<readonly { id: string; term: string }[]>('/api/grids?class=6A'))
  const inOrder = grids.toSorted((a, b) => (a.term < b.term ? -1 : 1)).map((grid) => grid.id)
  for (const { status, body } of await freeze(school, inOrder)) if (status !== 200) throw new Error(JSON.stringify(body))
  await sign(school, 'gv.toan')
  await amend(school, '2025-6A.TOAN.HK1', 'gv.toan', '6A-03/ck', 'applied')
  await amend(school, '2025-6A.GDCD.HK1', 'gv.gdcd', '6A-04/gk', 'withdrawn')
  for (const teacher of teachers) await sign(school, teacher)
  for (const leader of ['gv.van', 'hieutruong', 'vanthu']) await sign(school, leader)
  await transcriptsOf(school, officer, principal)
}

/** The export as the auditor gets it. */
export async function exportOf(school: RunningSchool): Promise<Buffer> {
  return Buffer.from(await (await signIn(school.url, 'thanhtra')).bytes('/api/audit/export'))
}

export async function saved(school: RunningSchool, name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(school.dataDir, name)
  await writeFile(path, bytes)
  return path
}
