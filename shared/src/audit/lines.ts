import * as is from './shape.ts'

const value = is.cellValue

const place = is.exactly({
  grid: is.gridName,
  seq: is.integer,
  epoch: is.integer,
  document: is.among('cells', 'remarks'),
  prev: is.orNull(is.digest),
  clients: is.list(is.integer),
})

const leafShape = is.exactly({
  v: is.among(1),
  kind: is.text,
  at: is.time,
  actor: is.actorName,
  session: is.text,
  cause: is.orNull(is.text),
  changes: is.list(is.digest),
  update: is.orNull(is.digest),
  digest: is.orNull(is.digest),
  place: is.orNull(place),
})

const rowKinds: readonly string[] = ['edit', 'remark', 'lock', 'unlock', 'freeze', 'amend']

const leaf = (given: unknown): given is LeafRead => leafShape(given) && (given.place === null || rowKinds.includes(given.kind))

type LeafRead = Read<typeof leafShape>

const orderActions = is.among('lock', 'unlock', 'freeze', 'issue', 'revoke', 'erase')

export const orderBody = is.having({ id: is.text, action: orderActions, scope: is.isObject, reason: is.text, until: is.orNull(is.time) })

const order = is.exactly(
  { id: is.text, action: orderActions, scope: is.isObject, reason: is.text, by: is.text, session: is.text, at: is.time },
  { until: is.time },
)

export const change = is.exactly({ cell: is.text, before: value, after: value })

const amendment = is.exactly(
  {
    id: is.text,
    grid: is.gridName,
    epoch: is.integer,
    changes: is.list(change),
    reason: is.text,
    requester: is.text,
    at: is.time,
    digest: is.digest,
    state: is.among('requested', 'witnessed', 'approved', 'applied', 'rejected', 'withdrawn'),
    parties: is.list(is.exactly({ slot: is.text, user: is.text, done: is.flag }, { at: is.time })),
  },
  {
    closed: is.exactly({ by: is.text, at: is.time, reason: is.text }),
    applied: is.exactly({ at: is.time, seq: is.integer, version: is.integer }),
  },
)

const transcript = is.exactly(
  {
    id: is.text,
    student: is.text,
    class: is.text,
    year: is.text,
    version: is.integer,
    state: is.among('initialised', 'signed', 'issued', 'revoked', 'replaced'),
    digest: is.digest,
    createdAt: is.time,
    order: is.text,
  },
  { replacedBy: is.text },
)

/** The lines of an export and the exact members of each. */
export const lineShapes = {
  head: is.exactly({
    type: is.among('head'),
    format: is.among('hocba-audit-1'),
    school: is.text,
    origin: is.text,
    size: is.positive,
    root: is.base64,
    exportedAt: is.time,
    event: is.integer,
  }),
  actor: is.exactly({ type: is.among('actor'), id: is.actorName, user: is.text, salt: is.digest }),
  checkpoint: is.exactly({ type: is.among('checkpoint'), note: is.text }),
  entry: is.exactly({
    type: is.among('entry'),
    index: is.integer,
    leaf,
    changes: Array.isArray as is.Guard<readonly unknown[]>,
    salts: is.list(is.digest),
    update: is.orNull(is.base64),
    erased: is.flag,
  }),
  snapshot: is.exactly({
    type: is.among('snapshot'),
    grid: is.gridName,
    version: is.integer,
    seq: is.integer,
    digest: is.digest,
    at: is.time,
    bytes: is.base64,
  }),
  order: is.exactly({ type: is.among('order'), order }),
  amendment: is.exactly({ type: is.among('amendment'), amendment }),
  grid: is.exactly({
    type: is.among('grid'),
    grid: is.gridName,
    state: is.among('open', 'locked', 'frozen'),
    epoch: is.integer,
    seq: is.integer,
    version: is.integer,
    cells: is.record(value),
    remarks: is.record(is.text),
  }),
  transcript: is.exactly({ type: is.among('transcript'), record: transcript, bytes: is.base64 }),
  file: is.exactly({
    type: is.among('file'),
    subject: is.text,
    version: is.integer,
    kind: is.among('xml', 'pdf'),
    signatures: is.positive,
    sha256: is.digest,
    bytes: is.base64,
  }),
  register: is.exactly({
    type: is.among('register'),
    digest: is.digest,
    state: is.among('current', 'superseded', 'revoked', 'unknown'),
    replacedBy: is.orNull(is.digest),
  }),
  end: is.exactly({ type: is.among('end'), lines: is.integer }),
} as const

export type LineType = keyof typeof lineShapes
type Read<G> = G extends is.Guard<infer T> ? T : never
export type Line<T extends LineType> = Read<(typeof lineShapes)[T]>
export type AnyLine = { readonly [T in LineType]: Line<T> }[LineType]

/** The types in their order; entries and their snapshots take turns. */
export const rankOf: Readonly<Record<LineType, number>> = {
  head: 0,
  actor: 1,
  checkpoint: 2,
  entry: 3,
  snapshot: 3,
  order: 4,
  amendment: 5,
  grid: 6,
  transcript: 7,
  file: 8,
  register: 9,
  end: 10,
}
