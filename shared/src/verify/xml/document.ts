import { type DocumentKind, documentNames, envelopeVersion, kindOfRoot, namespaces } from '../../xml/index.ts'
import type { Journal } from '../journal.ts'
import type { XmlElement } from './element.ts'

export interface SignedDocument {
  readonly kind: DocumentKind
  readonly data: XmlElement
  readonly signatures: readonly XmlElement[]
}

/** What a file says it is; `undefined` when its root element is none of ours. */
export const documentKind = (root: XmlElement): DocumentKind | undefined =>
  root.namespace === namespaces.hocba ? kindOfRoot(root.name) : undefined

const signatureLimit = 64

/** Exactly one data element, then exactly one ChuKySo with nothing but signatures; no data and no signature anywhere else. */
export function readDocument(journal: Journal, root: XmlElement, all: readonly XmlElement[], kind: DocumentKind): SignedDocument {
  const [data, holder, extra] = root.children
  const isPlaced =
    data?.name === documentNames[kind].data &&
    holder?.name === 'ChuKySo' &&
    [data, holder].every(({ namespace }) => namespace === namespaces.hocba)
  if (!data || !holder || extra || !isPlaced || root.text !== '' || holder.text !== '') {
    return journal.halt('xml.structure', 'Tệp phải gồm đúng một phần dữ liệu và một phần ChuKySo.')
  }
  const plain = Object.keys(root.attributes).join() === 'PhienBan' && root.attributes['PhienBan'] === envelopeVersion
  journal.require('xml.structure', plain && Object.keys(holder.attributes).length === 0, 'Phần tử gốc có thuộc tính lạ.')
  const dataCount = all.filter(({ name }) => name === documentNames.grid.data || name === documentNames.transcript.data).length
  journal.require('xml.structure', dataCount === 1, 'Có nhiều hơn một phần dữ liệu.')
  const inside = holder.children.every(({ name, namespace }) => name === 'Signature' && namespace === namespaces.xmldsig)
  const count = all.filter(({ name }) => name === 'Signature' || name === 'SignedInfo').length
  journal.require('xml.structure', inside && count === 2 * holder.children.length, 'Chữ ký nằm ngoài phần ChuKySo hoặc có hai SignedInfo.')
  journal.require('xml.structure', holder.children.length <= signatureLimit, `Quá ${signatureLimit} chữ ký.`)
  return { kind, data, signatures: holder.children }
}

const isId = (name: string): boolean => /^(?:xml:)?id$/i.test(name)

/** Every element with an Id, by its Id: each is unique over all spellings of the attribute. */
export function collectIds(journal: Journal, all: readonly XmlElement[]): ReadonlyMap<string, XmlElement> {
  const ids = new Map<string, XmlElement>()
  for (const element of all) {
    if (element.attributeList.length === 0) continue
    for (const name in element.attributes) {
      const value = element.attributes[name]
      if (value === undefined || !isId(name)) continue
      journal.require('xml.ids', name === 'Id', `Thuộc tính định danh ${name} không được dùng.`)
      journal.require('xml.ids', !ids.has(value), `Định danh ${value} bị trùng.`)
      ids.set(value, element)
    }
  }
  journal.pass('xml.ids', 'Mọi định danh là duy nhất.')
  return ids
}
