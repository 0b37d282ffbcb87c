import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Doc, XmlElement, type XmlFragment, XmlText } from 'yjs'
import { type Peer, join } from '../support/peer.ts'
import { type RunningSchool, type Signed, freeze, signIn, startSchool } from '../support/school.ts'
import { Writer } from '../support/writer.ts'

const grid = '2025-6A.TOAN.HK1'
const other = '2025-6B.TOAN.HK1'
const root = 'r/6A-01'
let school: RunningSchool
let teacher: Signed
let homeroom: Signed

beforeAll(async () => {
  school = await startSchool({ agent: false })
  teacher = await signIn(school.url, 'gv.toan')
  homeroom = await signIn(school.url, 'gv.van')
})

afterAll(() => school.stop())

interface Row {
  readonly seq: number
  readonly actor: string
  readonly cell: string | null
  readonly before: unknown
  readonly after: unknown
  readonly kind: string
  readonly remark?: { readonly student: string; readonly before: string; readonly after: string }
}

const paragraphs = (fragment: XmlFragment): string[] =>
  fragment.toArray().map((each) => (each instanceof XmlElement ? each.toArray().map(String).join('') : ''))

function paragraphOf(text: string): XmlElement {
  const element = new XmlElement('paragraph')
  element.insert(0, [new XmlText(text)])
  return element
}

const addParagraph = (doc: Doc, text: string, at = root): void => {
  const fragment = doc.getXmlFragment(at)
  fragment.insert(fragment.length, [paragraphOf(text)])
}

/** Resolves when the remark ends with this paragraph. */
function ends(doc: Doc, text: string): Promise<void> {
  const fragment = doc.getXmlFragment(root)
  return new Promise((resolve) => {
    const look = (): void => {
      if (paragraphs(fragment).at(-1) !== text) return
      fragment.unobserveDeep(look)
      resolve()
    }
    fragment.observeDeep(look)
    look()
  })
}

/** Writes under another client id; the provider needs its own again when it leaves. */
function as(peer: Peer, clientID: number, write: () => void): void {
  const own = peer.doc.clientID
  peer.doc.clientID = clientID
  write()
  peer.doc.clientID = own
}

const open = (person: Signed, of = grid): Promise<Peer> => join(school, person, `${of}.remarks`)
const remarkRows = async (of = grid): Promise<readonly Row[]> =>
  (await teacher.get<readonly Row[]>(`/api/grids/${of}/history`)).body.filter((row) => row.kind === 'remark')

async function order(action: 'lock' | 'unlock', of: string): Promise<void> {
  const principal = await signIn(school.url, 'hieutruong')
  const officer = await signIn(school.url, 'quantrihocba')
  const given = await principal.post<{ id: string }>('/api/orders', { action, scope: { grids: [of] }, reason: 'Kiểm tra' })
  expect((await officer.post(`/api/grids/${of}/${action}`, { order: given.body.id })).status).toBe(200)
}

describe('the remarks of a running school', () => {
  test('REMARK-11 a teacher writes, the homeroom teacher sees it, the history tells whose and from what to what', async () => {
    const [writer, reader] = [await open(teacher), await open(homeroom)]
    const before = paragraphs(writer.doc.getXmlFragment(root)).join('\n')
    addParagraph(writer.doc, 'Tiến bộ rõ 📚.')
    await ends(reader.doc, 'Tiến bộ rõ 📚.')
    const row = (await remarkRows()).at(-1)
    expect(row).toMatchObject({ actor: 'gv.toan', cell: null, before: null, after: null, kind: 'remark' })
    expect(row?.remark).toEqual({ student: '6A-01', before, after: `${before}\nTiến bộ rõ 📚.` })
    expect((await teacher.get<Record<string, string>>(`/api/grids/${grid}/remarks`)).body['6A-01']).toBe(row?.remark?.after)
    writer.leave()
    reader.leave()
  })

  test('REMARK-11 the homeroom teacher of another subject is closed with 4403 when writing, and nothing is changed', async () => {
    const rows = (await remarkRows()).length
    const peer = await open(homeroom)
    const closed = peer.closed()
    addParagraph(peer.doc, 'Không được phép.')
    expect(await closed).toEqual({ code: 4403, reason: 'forbidden' })
    expect((await remarkRows()).length).toBe(rows)
    peer.leave()
  })

  test('REMARK-3 a formatted text is refused as a whole', async () => {
    const peer = await open(teacher)
    const first = peer.doc.getXmlFragment(root).get(0)
    const text = first instanceof XmlElement ? first.get(0) : undefined
    const closed = peer.closed()
    if (text instanceof XmlText) text.format(0, 2, { bold: true })
    expect(await closed).toEqual({ code: 4403, reason: 'update.shape' })
    peer.leave()
  })

  test('REMARK-7 a client of v=1 learns which student has too long a remark', async () => {
    const writer = await Writer.join(school, teacher, `${grid}.remarks`, 1)
    const refused = writer.refusal()
    addParagraph(writer.doc, 'x'.repeat(1001), 'r/6A-02')
    expect(await refused).toMatchObject({ n: 1, code: 'value.invalid', cells: ['6A-02'] })
    writer.close()
  })

  test('REMARK-2 after a restart the text is there, the author goes on under the same client id, nobody else may', async () => {
    const writer = await open(teacher)
    const { clientID } = writer.doc
    addParagraph(writer.doc, 'Trước khi tắt máy.')
    const reader = await open(homeroom)
    await ends(reader.doc, 'Trước khi tắt máy.')
    await school.killServer()
    for (const peer of [writer, reader]) peer.leave()
    await school.startServer()
    const again = await open(teacher)
    expect(paragraphs(again.doc.getXmlFragment(root)).at(-1)).toBe('Trước khi tắt máy.')
    as(again, clientID, () => addParagraph(again.doc, 'Sau khi mở lại.'))
    const second = await open(homeroom)
    await ends(second.doc, 'Sau khi mở lại.')
    const closed = second.closed()
    as(second, clientID, () => addParagraph(second.doc, 'Giả danh.'))
    expect(await closed).toEqual({ code: 4403, reason: 'update.client' })
    again.leave()
    second.leave()
  })

  test('REMARK-11 a locked grid refuses remarks until it is unlocked', async () => {
    await order('lock', other)
    const peer = await open(teacher, other)
    const closed = peer.closed()
    addParagraph(peer.doc, 'Khóa rồi.', 'r/6B-01')
    expect(await closed).toEqual({ code: 4403, reason: 'grid.locked' })
    peer.leave()
    await order('unlock', other)
    const writer = await open(teacher, other)
    const rows = (await remarkRows(other)).length
    const reader = await open(await signIn(school.url, 'gv.toan'), other)
    addParagraph(writer.doc, 'Mở lại.', 'r/6B-01')
    await new Promise<void>((resolve) => reader.doc.once('update', () => resolve()))
    expect((await remarkRows(other)).length).toBe(rows + 1)
    writer.leave()
    reader.leave()
  })

  test('REMARK-11 the snapshot of a freeze holds the text that was acknowledged before; later texts are refused', async () => {
    const writer = await open(teacher)
    const reader = await open(homeroom)
    addParagraph(writer.doc, 'Ngay trước khi chốt.')
    await ends(reader.doc, 'Ngay trước khi chốt.')
    const [frozen] = await freeze(school, [grid])
    expect(frozen?.status).toBe(200)
    const closed = writer.closed()
    addParagraph(writer.doc, 'Muộn rồi.')
    expect(await closed).toEqual({ code: 4403, reason: 'grid.frozen' })
    const bytes = await teacher.bytes(`/api/grids/${grid}/snapshots/${frozen?.body.version ?? 0}`)
    const snapshot = new TextDecoder().decode(bytes)
    expect(snapshot).toContain('Sau khi mở lại.\\nNgay trước khi chốt.')
    expect(snapshot).not.toContain('Muộn rồi.')
    for (const peer of [writer, reader]) peer.leave()
  })
})
