import type { Doc } from 'yjs'
import type { ItemId } from '../../../grid/edit.ts'
import { knownClock, structAtId } from '../../store.ts'
import { Deviation } from '../deviation.ts'
import type { Placing } from '../resolve.ts'
import { type Sections, structAt } from '../section.ts'
import type { Level } from './holder.ts'
import type { Holders } from './holders.ts'
import type { Content, Place, RemarkStruct } from './struct.ts'

/** What an update may name: the document and its own earlier structs. */
export interface Ground {
  readonly sections: Sections<RemarkStruct>
  readonly doc: Doc
  readonly holders: Holders
}

/** A struct lies where its origins lie, or in the root or the holder it names (REMARK-4). */
export const remarkPlacing = (ground: Ground): Placing<RemarkStruct> => ({
  settle(struct) {
    const place = struct.content.kind === 'collected' ? 'nowhere' : placeOf(struct, ground)
    if (place === undefined) return false
    if (place !== 'nowhere') checkFits(struct.content, place.level, place.student)
    struct.place = place
    return true
  },
  names,
})

function names({ origin, rightOrigin, parent }: RemarkStruct): readonly ItemId[] {
  const ids: ItemId[] = []
  if (origin !== null) ids.push(origin)
  if (rightOrigin !== null) ids.push(rightOrigin)
  if (parent !== null && typeof parent !== 'string') ids.push(parent)
  return ids
}

function placeOf({ origin, rightOrigin, parent }: RemarkStruct, ground: Ground): Place | undefined {
  if (typeof parent === 'string') return ground.holders.root(parent)
  if (parent !== null) return inside(parent, ground)
  const left = origin === null ? undefined : around(origin, ground)
  const right = rightOrigin === null ? undefined : around(rightOrigin, ground)
  if ((origin !== null && left === undefined) || (rightOrigin !== null && right === undefined)) return undefined
  if (left === 'nowhere' || right === 'nowhere') return 'nowhere'
  if (left !== undefined && right !== undefined && left !== right) throw new Deviation('update.shape', 'origins in two places')
  return left ?? right
}

/** Where a unit lies that is known or has its place already; `undefined` while it has none. */
const around = (id: ItemId, ground: Ground): Place | undefined =>
  find(
    id,
    ground,
    (known) => ground.holders.around(known),
    (struct) => struct.place,
  )

/** What it holds. */
const inside = (id: ItemId, ground: Ground): Place | undefined =>
  find(
    id,
    ground,
    (known) => ground.holders.inside(known),
    (struct) => ground.holders.insideNew(struct),
  )

function find(
  { client, clock }: ItemId,
  { sections, doc }: Ground,
  ofKnown: (struct: NonNullable<ReturnType<typeof structAtId>>) => Place,
  ofNew: (struct: RemarkStruct) => Place | undefined,
): Place | undefined {
  const section = sections.get(client)
  if (clock < (section?.known ?? knownClock(doc, client))) {
    const known = structAtId(doc, client, clock)
    return known && ofKnown(known)
  }
  if (section === undefined || clock >= section.frontier) return undefined
  const struct = structAt(section, clock)
  return struct && ofNew(struct)
}

const held: Readonly<Record<Level, Content['kind']>> = { remark: 'paragraph', paragraph: 'line', line: 'text' }

/** What XML cannot carry, and the carriage return that it would change: a remark is signed as XML. */
// oxlint-disable-next-line no-control-regex -- these are the characters that are refused
const illegible = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/

/** REMARK-5. */
function checkFits(content: Content, level: Level, student: string): void {
  if (content.kind === 'deleted') return
  if (content.kind !== held[level]) throw new Deviation('update.shape', `a ${content.kind} in a ${level}`)
  if (content.kind === 'text' && illegible.test(content.text)) {
    throw new Deviation('value.invalid', 'a control character', [student])
  }
}
