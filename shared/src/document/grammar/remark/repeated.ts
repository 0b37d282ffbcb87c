import { ContentString, ContentType, type GC, Item, XmlText } from 'yjs'
import { structAtId } from '../../store.ts'
import { Deviation } from '../deviation.ts'
import type { Section } from '../section.ts'
import type { Ground } from './place.ts'
import type { RemarkStruct } from './struct.ts'

/** The part of a struct that the document knows already must be what the document knows (REMARK-2). */
export function checkRepeated(struct: RemarkStruct, section: Section<RemarkStruct>, ground: Ground): void {
  if (struct.content.kind === 'collected') return
  const goesOn = struct.clock + struct.length > section.known
  const end = Math.min(struct.clock + struct.length, section.known)
  for (let clock = struct.clock; clock < end;) {
    const known = structAtId(ground.doc, struct.client, clock)
    if (known === undefined || !agrees(struct, clock, known, ground, goesOn)) throw differs(struct)
    clock = known.id.clock + known.length
  }
}

/** Somebody else's replica may have collected what this one still has; then nothing may go on from it. */
function agrees(struct: RemarkStruct, clock: number, known: Item | GC, { holders }: Ground, goesOn: boolean): boolean {
  if (!(known instanceof Item)) return !goesOn
  if (holders.around(known) !== struct.place) return false
  return known.deleted || repeats(struct, clock - struct.clock, known, clock - known.id.clock)
}

/** Whether a struct from `at` on says what a live item says from `from` on, as far as both reach. */
function repeats({ content }: RemarkStruct, at: number, item: Item, from: number): boolean {
  if (content.kind === 'deleted') return true
  if (content.kind !== 'text') {
    return item.content instanceof ContentType && item.content.type instanceof XmlText === (content.kind === 'line')
  }
  if (!(item.content instanceof ContentString)) return false
  const said = content.text.slice(at)
  const known = item.content.str.slice(from)
  return said.length < known.length ? known.startsWith(said) : said.startsWith(known)
}

const differs = ({ place }: RemarkStruct): Deviation =>
  new Deviation(
    'update.client',
    'a repeated write differs from the known one',
    place === undefined || place === 'nowhere' ? [] : [place.student],
  )
