import { describe, expect, test } from 'vitest'
import { Doc, Item, XmlElement, XmlText, applyUpdate, decodeUpdate, encodeStateAsUpdate, getState } from 'yjs'
import { hasRemarkNews, seedRemarks } from '@hocba/shared/document'
import { Random } from './support/random.ts'

const seed = 20_260_108
const inputs = Number(process.env['HOCBA_FUZZ'] ?? 20_000) / 10
const timeout = 60_000 + inputs * 5

/** A remarks document, and updates of an editor that the document has and has not seen. */
function desk(random: Random): { readonly doc: Doc; readonly updates: readonly Uint8Array[] } {
  const doc = new Doc({ gc: false })
  seedRemarks(doc, new Map([['6A-01', 'Chăm học.\nCần đọc thêm 📚.']]))
  const editor = new Doc({ gc: random.chance(0.5) })
  applyUpdate(editor, encodeStateAsUpdate(doc))
  const updates: Uint8Array[] = []
  editor.on('update', (update: Uint8Array) => updates.push(update))
  for (let step = 0; step < 12; step += 1) type(editor, random)
  for (const update of updates.slice(0, random.below(12))) applyUpdate(doc, update)
  return { doc, updates: [...updates, encodeStateAsUpdate(editor), encodeStateAsUpdate(doc)] }
}

function type(editor: Doc, random: Random): void {
  const fragment = editor.getXmlFragment('r/6A-01')
  const paragraph = fragment.get(random.below(fragment.length))
  if (random.chance(0.2) || !(paragraph instanceof XmlElement)) return fragment.push([new XmlElement('paragraph')])
  const text = paragraph.length > 0 ? paragraph.get(0) : undefined
  if (!(text instanceof XmlText)) return paragraph.insert(0, [new XmlText('ok')])
  if (random.chance(0.4) && text.length > 3) text.delete(random.below(text.length - 2), 2)
  else text.insert(random.below(text.length + 1), 'đẹp')
}

/** Whether Yjs's own decoder finds anything that the document lacks. */
function lacks(doc: Doc, update: Uint8Array): boolean {
  const { structs, ds } = decodeUpdate(update)
  if (structs.some(({ id, length }) => id.clock + length > getState(doc.store, id.client))) return true
  for (const [client, ranges] of ds.clients) {
    const live = (doc.store.clients.get(client) ?? []).filter((struct) => struct instanceof Item && !struct.deleted)
    for (const { clock, len } of ranges) {
      if (clock + len > getState(doc.store, client)) return true
      if (live.some((item) => item.id.clock < clock + len && clock < item.id.clock + item.length)) return true
    }
  }
  return false
}

function damaged(update: Uint8Array, random: Random): Uint8Array {
  const bytes = [...update]
  const at = random.below(bytes.length)
  const roll = random.next()
  if (roll < 0.3) bytes.splice(at, 1)
  else if (roll < 0.6) bytes.splice(at, 0, random.below(256))
  else bytes[at] = random.below(256)
  return Uint8Array.from(bytes)
}

describe(`updates of remarks, seed ${seed}`, () => {
  test('GATE-14 honest updates have news exactly when the document lacks something; damage is never taken for old', { timeout }, () => {
    const random = new Random(seed)
    let old = 0
    for (let input = 0; input < inputs;) {
      const { doc, updates } = desk(random)
      for (const update of updates) {
        expect(hasRemarkNews(update, doc)).toEqual({ ok: true, value: lacks(doc, update) })
        for (let times = 0; times < 10; times += 1, input += 1) {
          const bytes = damaged(update, random)
          const news = hasRemarkNews(bytes, doc)
          if (!news.ok || news.value) continue
          old += 1
          expect(lacks(doc, bytes), Buffer.from(bytes).toString('hex')).toBe(false)
        }
      }
    }
    console.log(`updates of remarks: seed ${seed}, ${old} of ${inputs} damaged ones without news`)
    expect(old).toBeGreaterThan(0)
  })
})
