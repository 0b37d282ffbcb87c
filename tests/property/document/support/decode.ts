import { ContentAny, ContentDeleted, ContentString, ContentType, GC, ID, Item, XmlElement, XmlText, decodeUpdate } from 'yjs'
import type { WireDelete, WireSection, WireStruct, WireUpdate } from './wire.ts'

/** The parts of an honest update, for mutation; uses Yjs's own decoder so that the reader under test is not its own judge. */
export function decode(update: Uint8Array): WireUpdate {
  const { structs, ds } = decodeUpdate(update)
  const sections: WireSection[] = []
  for (const struct of structs) {
    const last = sections.at(-1)
    const section = last?.client === struct.id.client ? last : { client: struct.id.client, clock: struct.id.clock, structs: [] }
    if (section !== last) sections.push(section)
    section.structs.push(part(struct))
  }
  const deletes: WireDelete[] = [...ds.clients].map(([client, items]) => ({
    client,
    ranges: items.map((item) => ({ clock: item.clock, length: item.len })),
  }))
  return { sections, deletes }
}

function part(struct: unknown): WireStruct {
  if (struct instanceof GC) return { kind: 0, length: struct.length }
  if (!(struct instanceof Item)) return { kind: 10, length: 1 }
  const place = {
    origin: struct.origin ?? undefined,
    rightOrigin: struct.rightOrigin ?? undefined,
    root: typeof struct.parent === 'string' ? struct.parent : undefined,
    parent: struct.parent instanceof ID ? { client: struct.parent.client, clock: struct.parent.clock } : undefined,
    key: struct.parentSub ?? undefined,
  }
  if (struct.content instanceof ContentDeleted) return { ...place, kind: 1, length: struct.length }
  if (struct.content instanceof ContentAny) return { ...place, kind: 8, values: [...struct.content.arr] }
  if (struct.content instanceof ContentString) return { ...place, kind: 4, text: struct.content.str }
  if (struct.content instanceof ContentType) return { ...place, kind: 7, type: typeOf(struct.content) }
  throw new Error('an honest update holds values, remarks and deleted runs only')
}

function typeOf({ type }: ContentType): WireStruct['type'] {
  if (type instanceof XmlText) return { ref: 6 }
  if (type instanceof XmlElement) return { ref: 3, name: type.nodeName }
  throw new Error('an honest remark holds paragraphs and texts only')
}
