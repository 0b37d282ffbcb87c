import { canonicalJson } from '@hocba/shared/core'
import { Forge, type LogKey, type LooseLine, sha256 } from './forge.ts'
import type { Expected, Tampered } from './flips.ts'

type Entry = LooseLine<'entry'>
type Body = Record<string, unknown>

const bodyOf = (entry: Entry): Body => entry.changes[0] as Body

/** What somebody with the database and, where `signed`, even the school's log key may try; every hash is made to fit again. */
export class Forgeries {
  readonly #good: Forge
  readonly #key: LogKey
  readonly #last: string

  constructor(good: Forge, key: LogKey) {
    this.#good = good
    this.#key = key
    this.#last = good.note(key, good.head.size)
  }

  /** `old`: with the last good checkpoint beside it. */
  #made(
    name: string,
    change: (forge: Forge) => void,
    expected: (forge: Forge) => Expected,
    more: { sizes?: number[]; old?: boolean } = {},
  ): Tampered {
    const forge = new Forge(this.#good.lines)
    change(forge)
    forge.reseal()
    forge.checkpoints(this.#key, ...(more.sizes ?? [forge.head.size]))
    return { name, bytes: forge.bytes(), expected: expected(forge), ...(more.old ? { notes: [this.#last] } : {}) }
  }

  *all(): Generator<Tampered> {
    yield* this.#rewritten()
    yield* this.#rows()
    yield* this.#orders()
    yield* this.#amendments()
    yield* this.#snapshots()
    yield* this.#signatures()
    yield* this.#transcripts()
    yield* this.#losses()
  }

  /** A mark rewritten everywhere: entry, leaf, order, tree, root, grid. Only checkpoints tell, for nobody can sign them again. */
  *#rewritten(): Generator<Tampered> {
    let index = 0
    const rewrite = (forge: Forge): void => {
      const entry = lastOf(forge, (one) => one.leaf.kind === 'edit' && one.leaf.place?.grid === '2025-7B.TOAN.HK1')
      const edit = entry.changes.at(-1) as { cell: string; after: number }
      edit.after = edit.after === 100 ? 95 : 100
      index = entry.index
      const grid = forge.of('grid').find((one) => one.grid === entry.leaf.place?.grid)
      if (grid) grid.cells[edit.cell] = edit.after
    }
    yield this.#made('a mark rewritten, no checkpoint after it', rewrite, () => ({ whole: true, size: 2 }), { sizes: [1, 2] })
    yield this.#made('a mark rewritten, an old checkpoint beside it', rewrite, () => ({ check: 'checkpoint.root', line: 0, note: 0 }), {
      sizes: [1],
      old: true,
    })
    const forge = new Forge(this.#good.lines)
    rewrite(forge)
    forge.reseal()
    const line = lineOf(
      forge,
      forge.of('checkpoint').find(({ note }) => Number(note.split('\n')[1]) > index),
    )
    yield { name: 'a mark rewritten, the checkpoints left as they are', bytes: forge.bytes(), expected: { check: 'checkpoint.root', line } }
  }

  *#rows(): Generator<Tampered> {
    const locked = '2025-6B.TIN.HK1'
    yield this.#made(
      'an edit in a frozen grid',
      (forge) => {
        const [freeze] = rowsOf(forge, 'freeze')
        const edit = structuredClone(rowsOf(forge, 'edit').find((one) => one.leaf.place?.grid === freeze?.leaf.place?.grid))
        const at = forge.lines.findIndex((one) => one.type === 'snapshot')
        if (!edit?.leaf.place || !freeze?.leaf.place) throw new Error('no row')
        edit.leaf.place.epoch = freeze.leaf.place.epoch
        forge.lines.splice(at + 1, 0, edit)
      },
      (forge) => ({ check: 'grid.window', line: forge.lines.findIndex((one) => one.type === 'snapshot') + 2 }),
    )
    yield this.#row(
      'an epoch that did not grow',
      'lock',
      (entry) => {
        if (entry.leaf.place) entry.leaf.place.epoch -= 1
      },
      'grid.order',
    )
    yield this.#row(
      'an unlock of what is open',
      'lock',
      (entry) => {
        entry.leaf.kind = 'unlock'
      },
      'grid.window',
    )
    yield this.#made(
      'a value before that nobody had written',
      (forge) => {
        const edit = rowsOf(forge, 'edit').at(-1)?.changes[0] as { before: unknown }
        edit.before = edit.before === 1 ? 2 : 1
      },
      (forge) => {
        const entry = rowsOf(forge, 'edit').at(-1)
        return { check: 'grid.before', ...placeOf(forge, entry), cell: String((entry?.changes[0] as Body | undefined)?.['cell']) }
      },
    )
    const losing = rowsOf(this.#good, 'edit').findLastIndex((one) => one.changes.some((edit) => (edit as Body)['won'] === false))
    yield this.#made(
      'a losing value that won',
      (forge) => {
        for (const edit of (rowsOf(forge, 'edit')[losing]?.changes ?? []) as Body[]) delete edit['won']
      },
      (forge) => {
        const grid = rowsOf(forge, 'edit')[losing]?.leaf.place?.grid
        const isFrozen = forge.of('snapshot').some((one) => one.grid === grid)
        return { check: isFrozen ? 'snapshot.values' : 'grid.values', grid: grid ?? '' }
      },
    )
    yield this.#made(
      'a mark changed in the grid',
      (forge) => {
        const grid = forge.of('grid').find((one) => one.grid === locked)
        if (grid) grid.cells['6B-01/tx1'] = 'CD'
      },
      (forge) => ({
        check: 'grid.values',
        line: forge.lines.findIndex((one) => one.type === 'grid' && one.grid === locked) + 1,
        grid: locked,
        cell: '6B-01/tx1',
      }),
    )
    yield this.#made(
      'a grid left out',
      (forge) => {
        forge.lines = forge.lines.filter((one) => one.type !== 'grid' || one.grid !== locked)
      },
      (forge) => ({
        check: 'grid.values',
        ...placeOf(
          forge,
          forge.of('entry').findLast((one) => one.leaf.place?.grid === locked),
        ),
      }),
    )
    yield this.#made(
      'an entry by somebody unknown',
      (forge) => {
        const entry = forge.of('entry')[5]
        if (entry) entry.leaf.actor = 'f'.repeat(32)
      },
      (forge) => ({ check: 'actor.name', ...placeOf(forge, forge.of('entry')[5]) }),
    )
    yield this.#made(
      'a person put in another’s place',
      (forge) => {
        const [first, second] = forge.of('actor')
        if (first && second) [first.user, second.user] = [second.user, first.user]
      },
      () => ({ check: 'actor.name', line: 2 }),
    )
    yield this.#made(
      'an export that is not on record',
      (forge) => {
        const entry = forge.of('entry')[forge.head.event]
        if (entry) bodyOf(entry)['school'] = 'Trường khác'
      },
      () => ({ check: 'head.event', line: 1 }),
    )
  }

  *#orders(): Generator<Tampered> {
    const freeze = (forge: Forge): Entry | undefined => rowsOf(forge, 'freeze')[0]
    const orderOf = (forge: Forge): Entry =>
      lastOf(forge, (one) => one.leaf.kind === 'order' && bodyOf(one)['id'] === freeze(forge)?.leaf.cause)
    const ofFreeze = (forge: Forge): Expected => ({
      check: 'order.given',
      ...placeOf(forge, freeze(forge)),
      grid: freeze(forge)?.leaf.place?.grid ?? '',
    })
    yield this.#made('a freeze without its order', (forge) => remove(forge, orderOf(forge)), ofFreeze)
    yield this.#made(
      'a freeze ordered by who executed it',
      (forge) => {
        orderOf(forge).leaf.actor = freeze(forge)?.leaf.actor ?? ''
      },
      ofFreeze,
    )
    yield this.#made(
      'a freeze on an order for another grid',
      (forge) => {
        bodyOf(orderOf(forge))['scope'] = { grids: ['2025-7B.TOAN.HK1'] }
      },
      ofFreeze,
    )
    yield this.#made(
      'a freeze on an order to lock',
      (forge) => {
        bodyOf(orderOf(forge))['action'] = 'lock'
      },
      ofFreeze,
    )
    yield this.#made(
      'a freeze on an order that had run out',
      (forge) => {
        bodyOf(orderOf(forge))['until'] = '2020-01-01T00:00:00.000+07:00'
      },
      ofFreeze,
    )
    yield this.#made(
      'a reason changed in the book of orders',
      (forge) => {
        for (const { order } of forge.of('order')) order.reason = 'Khác'
      },
      (forge) => ({ check: 'order.record', line: lineOf(forge, forge.of('order')[0]) }),
    )
    yield this.#made(
      'an order left out',
      (forge) => {
        forge.lines = forge.lines.filter((one) => one !== forge.of('order').at(-1))
      },
      (forge) => ({
        check: 'order.record',
        ...placeOf(
          forge,
          forge.of('entry').findLast((one) => one.leaf.kind === 'order'),
        ),
      }),
    )
  }

  *#amendments(): Generator<Tampered> {
    const event = (forge: Forge, kind: string): Entry => lastOf(forge, (one) => one.leaf.kind === kind)
    const applied = (forge: Forge): Expected => ({ check: 'amendment.parties', ...placeOf(forge, rowsOf(forge, 'amend')[0]) })
    const at =
      (kind: string) =>
      (forge: Forge): Expected => ({ check: 'amendment.parties', ...placeOf(forge, event(forge, kind)) })
    yield this.#made('I15 an amendment without its approver', (forge) => remove(forge, event(forge, 'amend-approve')), applied)
    yield this.#made('I15 an amendment with one witness', (forge) => remove(forge, event(forge, 'amend-witness')), at('amend-approve'))
    yield this.#made(
      'I15 an approver on another content',
      (forge) => {
        bodyOf(event(forge, 'amend-approve'))['digest'] = '0'.repeat(64)
      },
      at('amend-approve'),
    )
    yield this.#made(
      'I15 somebody else approves',
      (forge) => {
        event(forge, 'amend-approve').leaf.actor = event(forge, 'amend-witness').leaf.actor
      },
      at('amend-approve'),
    )
    yield this.#made(
      'I15 a witness who is the approver too',
      (forge) => {
        const request = event(forge, 'amend-request')
        const [first] = rowsOf(forge, 'amend')
        const own = forge.of('entry').find((one) => one.leaf.kind === 'amend-request' && bodyOf(one)['id'] === first?.leaf.cause) ?? request
        const parties = bodyOf(own)['parties'] as { user: string }[]
        for (const party of parties) party.user = parties[0]?.user ?? ''
      },
      (forge) => ({
        check: 'amendment.parties',
        ...placeOf(
          forge,
          forge.of('entry').find((one) => one.leaf.kind === 'amend-request'),
        ),
      }),
    )
    yield this.#made(
      'I15 another value than the one agreed to',
      (forge) => {
        const [row] = rowsOf(forge, 'amend')
        const edit = row?.changes[0] as { after: number }
        edit.after = edit.after === 20 ? 30 : 20
      },
      applied,
    )
    yield this.#made(
      'an amendment whose record says rejected',
      (forge) => {
        for (const { amendment } of forge.of('amendment')) amendment.state = 'rejected'
      },
      (forge) => ({ check: 'amendment.record', line: lineOf(forge, forge.of('amendment')[0]) }),
    )
  }

  *#snapshots(): Generator<Tampered> {
    const first = (forge: Forge): LooseLine<'snapshot'> | undefined => forge.of('snapshot')[0]
    yield this.#made(
      'a snapshot changed',
      (forge) => {
        const snapshot = first(forge)
        if (snapshot)
          snapshot.bytes = changedJson(snapshot.bytes, (one) => {
            one['frozenAt'] = '2020'
          })
      },
      (forge) => ({ check: 'snapshot.digest', line: lineOf(forge, first(forge)) }),
    )
    yield this.#made(
      'I11 a mark changed in a snapshot, its digest made to fit',
      (forge) => {
        const snapshot = first(forge)
        if (!snapshot) throw new Error('no snapshot')
        snapshot.bytes = changedJson(snapshot.bytes, (one) => {
          const [student] = one['students'] as { values: Record<string, number | string> }[]
          if (student) student.values['gk'] = student.values['gk'] === 10 ? 20 : 10
        })
        redigest(forge, snapshot)
      },
      (forge) => ({ check: 'snapshot.values', line: lineOf(forge, first(forge)), grid: first(forge)?.grid ?? '', cell: '6A-01/gk' }),
    )
    yield this.#made(
      'a snapshot of another version',
      (forge) => {
        const snapshot = first(forge)
        if (!snapshot) throw new Error('no snapshot')
        snapshot.bytes = changedJson(snapshot.bytes, (one) => {
          one['epoch'] = 9
        })
        redigest(forge, snapshot)
      },
      (forge) => ({ check: 'snapshot.content', line: lineOf(forge, first(forge)) }),
    )
    yield this.#made(
      'a snapshot left out',
      (forge) => {
        forge.lines = forge.lines.filter((one) => one !== first(forge))
      },
      (forge) => ({ check: 'snapshot.missing', line: lineOf(forge, rowsOf(forge, 'freeze')[0]) + 1 }),
    )
  }

  *#signatures(): Generator<Tampered> {
    const sign = (forge: Forge): Entry => lastOf(forge, (one) => one.leaf.kind === 'sign' && String(bodyOf(one)['subject']).includes('.'))
    yield this.#made(
      'a signature by somebody else',
      (forge) => {
        sign(forge).leaf.actor = forge.of('entry').find((one) => one.leaf.kind === 'edit')?.leaf.actor ?? ''
      },
      (forge) => ({ check: 'sign.event', ...placeOf(forge, sign(forge)) }),
    )
    yield this.#made(
      'a signature under another digest',
      (forge) => {
        bodyOf(sign(forge))['digest'] = '0'.repeat(64)
      },
      (forge) => ({ check: 'sign.event', ...placeOf(forge, sign(forge)) }),
    )
    yield this.#made(
      'a file changed',
      (forge) => {
        const file = forge.of('file').at(-1)
        if (file) file.bytes = Buffer.from('another').toString('base64')
      },
      (forge) => ({ check: 'file.digest', line: lineOf(forge, forge.of('file').at(-1)) }),
    )
    yield this.#made(
      'a file that nobody signed',
      (forge) => {
        const file = forge.of('file').at(-1)
        if (file) Object.assign(file, { bytes: Buffer.from('another').toString('base64'), sha256: sha256('another').toString('hex') })
      },
      (forge) => ({ check: 'file.event', line: lineOf(forge, forge.of('file').at(-1)) }),
    )
    yield this.#made(
      'a file left out',
      (forge) => {
        forge.lines = forge.lines.filter((one) => one !== forge.of('file')[0])
      },
      (forge) => {
        const known = new Set(forge.of('file').map((file) => file.sha256))
        return {
          check: 'file.event',
          ...placeOf(
            forge,
            forge
              .of('entry')
              .find((one) => one.leaf.kind === 'sign' && !(known.has(String(bodyOf(one)['xml'])) && known.has(String(bodyOf(one)['pdf'])))),
          ),
        }
      },
    )
  }

  *#transcripts(): Generator<Tampered> {
    const withState = (forge: Forge, state: string): LooseLine<'transcript'> | undefined =>
      forge.of('transcript').find((one) => one.record.state === state)
    let id = ''
    yield this.#made(
      'I17 a transcript that is no longer revoked',
      (forge) => {
        const transcript = withState(forge, 'replaced')
        if (!transcript) throw new Error('none is replaced')
        id = transcript.record.id
        transcript.record.state = 'issued'
        delete transcript.record.replacedBy
      },
      (forge) => ({
        check: 'transcript.record',
        line: lineOf(
          forge,
          forge.of('transcript').find((one) => one.record.id === id),
        ),
      }),
    )
    yield this.#made(
      'I17 a register that calls a revoked transcript current',
      (forge) => {
        const answer = forge.of('register').find((one) => one.state === 'revoked')
        if (answer) answer.state = 'current'
      },
      (forge) => {
        const good = this.#good.of('register').findIndex((one) => one.state === 'revoked')
        return { check: 'register.state', line: lineOf(forge, forge.of('register')[good]) }
      },
    )
    yield this.#made(
      'a transcript issued without an order',
      (forge) => {
        const issued = forge.of('entry').find((one) => one.leaf.kind === 'issue')
        if (issued) issued.leaf.cause = 'none'
      },
      (forge) => ({
        check: 'order.given',
        ...placeOf(
          forge,
          forge.of('entry').find((one) => one.leaf.kind === 'issue'),
        ),
      }),
    )
    yield this.#made(
      'a transcript issued before it was signed',
      (forge) => {
        const initialised = withState(forge, 'initialised')
        const issue = forge.of('entry').find((one) => one.leaf.kind === 'issue')
        if (!initialised || !issue) throw new Error('no transcript')
        bodyOf(issue)['id'] = initialised.record.id
        issue.leaf.digest = initialised.record.digest
      },
      (forge) => ({
        check: 'transcript.event',
        ...placeOf(
          forge,
          forge.of('entry').find((one) => one.leaf.kind === 'issue'),
        ),
      }),
    )
    yield this.#made(
      'I11 a result changed in a transcript, its digest made to fit',
      (forge) => {
        const transcript = withState(forge, 'initialised')
        if (!transcript) throw new Error('no transcript')
        id = transcript.record.id
        transcript.bytes = changedJson(transcript.bytes, (one) => {
          const [subject] = one['subjects'] as { cn: number }[]
          if (subject) subject.cn = subject.cn === 100 ? 90 : 100
        })
        const digest = sha256(Buffer.from(transcript.bytes, 'base64')).toString('hex')
        for (const one of forge.of('entry')) if (one.leaf.digest === transcript.record.digest) one.leaf.digest = digest
        for (const one of forge.of('register')) if (one.digest === transcript.record.digest) one.digest = digest
        transcript.record.digest = digest
      },
      (forge) => ({
        check: 'transcript.values',
        line: lineOf(
          forge,
          forge.of('transcript').find((one) => one.record.id === id),
        ),
      }),
    )
    yield this.#made(
      'a transcript left out',
      (forge) => {
        forge.lines = forge.lines.filter((one) => one !== withState(forge, 'initialised'))
      },
      () => ({ check: 'transcript.record' }),
    )
  }

  /** Erased bodies, lost entries, missing checkpoints. */
  *#losses(): Generator<Tampered> {
    const read = (forge: Forge): void => insert(forge, eventLike(forge, 'read', { of: 'hồ sơ' }))
    const erase = (forge: Forge): void => {
      read(forge)
      const entry = lastOf(forge, (one) => one.leaf.kind === 'read')
      forge.reseal()
      Object.assign(entry, { changes: [], salts: [], erased: true })
    }
    yield this.#made('a body erased without a decision', erase, (forge) => ({
      check: 'entry.erased',
      ...placeOf(forge, forge.of('entry').at(-1)),
    }))
    const decide = (forge: Forge, change: (order: Body, giver: string) => string = (_, giver) => giver): void => {
      erase(forge)
      const index = forge.of('entry').length - 1
      const order: Body = { id: 'erasure', action: 'erase', scope: { entries: [index] }, reason: 'Theo yêu cầu', until: null }
      const given = eventLike(forge, 'order', order)
      const by = change(order, 'hieutruong')
      given.leaf.actor = forge.of('actor').find(({ user }) => user === by)?.id ?? ''
      const { until: _none, ...rest } = order
      const record = { type: 'order', order: { ...rest, by, session: given.leaf.session, at: given.leaf.at } } as LooseLine<'order'>
      insert(forge, given)
      forge.lines.splice(
        forge.lines.findIndex((line) => line.type === 'amendment' || line.type === 'grid'),
        0,
        record,
      )
      insert(forge, {
        ...eventLike(forge, 'erase', { index }),
        leaf: { ...given.leaf, kind: 'erase', actor: erasing(forge), cause: 'erasure' },
      })
    }
    const erasing = (forge: Forge): string => lastOf(forge, (one) => one.leaf.kind === 'export').leaf.actor
    const refused = (forge: Forge): Expected => ({ check: 'order.given', ...placeOf(forge, forge.of('entry').at(-1)) })
    yield this.#made(
      'I14 a body erased by decision',
      (forge) => decide(forge),
      () => ({ whole: true }),
    )
    yield this.#made(
      'I14 a body erased by an order for another entry',
      (forge) => decide(forge, (order, giver) => ((order['scope'] = { entries: [0, true, '1'] }), giver)),
      refused,
    )
    yield this.#made(
      'I14 a body erased by an order for whole classes',
      (forge) => decide(forge, (order, giver) => ((order['scope'] = {}), giver)),
      refused,
    )
    yield this.#made(
      'I14 a body erased by an order to lock',
      (forge) => decide(forge, (order, giver) => ((order['action'] = 'lock'), giver)),
      refused,
    )
    yield this.#made(
      'I14 a body erased by who ordered it',
      (forge) => decide(forge, () => forge.of('actor').find(({ id }) => id === erasing(forge))?.user ?? ''),
      refused,
    )
    yield this.#made(
      'I14 a body erased by an order that covers entries, used to lock',
      (forge) => {
        const lock = lastOf(forge, (one) => one.leaf.kind === 'lock')
        const order = forge.of('entry').find((one) => bodyOf(one)?.['id'] === lock.leaf.cause)
        const line = forge.of('order').find((one) => one.order.id === lock.leaf.cause)
        if (!order || !line) throw new Error('no order to lock')
        bodyOf(order)['scope'] = { ...(bodyOf(order)['scope'] as object), entries: [1] }
        Object.assign(line.order, { scope: bodyOf(order)['scope'] })
      },
      () => ({ check: 'order.given' }),
    )
    yield this.#made(
      'I20 entries gone that a checkpoint speaks of',
      (forge) => remove(forge, forge.of('entry').at(-1)),
      () => ({ check: 'head.event', line: 1 }),
    )
    const size = this.#good.head.size
    yield {
      ...this.#made('I20 a checkpoint beyond the export', read, () => ({ check: 'checkpoint.root', line: 0, note: 0 })),
      notes: [this.#ahead(size + 2)],
    }
    yield {
      ...this.#made(
        'I20 entries lost, accepted and on record',
        (forge) => {
          insert(forge, eventLike(forge, 'restore', { lost: size + 5, reason: 'Hỏng ổ đĩa' }))
          forge.head.origin = `${this.#key.name}/2`
        },
        () => ({ whole: true, lost: 1 }),
      ),
      notes: [this.#ahead(size + 2)],
    }
    yield this.#made(
      'a restore that the head does not know',
      (forge) => insert(forge, eventLike(forge, 'restore', { lost: 1, reason: 'x' })),
      () => ({ check: 'head.line', line: 1 }),
    )
    yield this.#made(
      'no checkpoint at all',
      () => undefined,
      () => ({ check: 'checkpoint.none', line: 1 }),
      { sizes: [] },
    )
  }

  #ahead(size: number): string {
    return this.#key.note(`${this.#key.name}/1`, size, sha256('a future that was lost'))
  }

  #row(name: string, kind: string, change: (entry: Entry) => void, check: string): Tampered {
    let index = 0
    return this.#made(
      name,
      (forge) => {
        const [entry] = rowsOf(forge, kind)
        if (!entry) throw new Error(`no ${kind}`)
        index = entry.index
        change(entry)
      },
      (forge) => ({ check, ...placeOf(forge, forge.of('entry')[index]) }),
    )
  }
}

const rowsOf = (forge: Forge, kind: string): Entry[] => forge.of('entry').filter((one) => one.leaf.kind === kind)

function lastOf(forge: Forge, wanted: (entry: Entry) => boolean): Entry {
  const entry = forge.of('entry').findLast(wanted)
  if (!entry) throw new Error('no such entry')
  return entry
}

const lineOf = (forge: Forge, line: LooseLine | undefined): number => (line ? forge.lines.indexOf(line) + 1 : 0)

const placeOf = (forge: Forge, entry: Entry | undefined): { line: number; entry: number } => ({
  line: lineOf(forge, entry),
  entry: entry?.index ?? -1,
})

function remove(forge: Forge, entry: Entry | undefined): void {
  forge.lines = forge.lines.filter((line) => line !== entry)
}

/** After the last entry. */
function insert(forge: Forge, entry: Entry): void {
  forge.lines.splice(forge.lines.findLastIndex((line) => line.type === 'entry') + 1, 0, entry)
}

function eventLike(forge: Forge, kind: string, body: Body): Entry {
  const entry = structuredClone(lastOf(forge, (one) => one.leaf.kind === 'export'))
  entry.leaf.kind = kind
  entry.changes = [body]
  return entry
}

function changedJson(base64: string, change: (value: Body) => void): string {
  const value = JSON.parse(Buffer.from(base64, 'base64').toString('utf8')) as Body
  change(value)
  return Buffer.from(canonicalJson(value)).toString('base64')
}

/** The row that made the snapshot names its new digest. */
function redigest(forge: Forge, snapshot: LooseLine<'snapshot'>): void {
  const digest = sha256(Buffer.from(snapshot.bytes, 'base64')).toString('hex')
  for (const { leaf } of forge.of('entry')) if (leaf.digest === snapshot.digest) leaf.digest = digest
  snapshot.digest = digest
}
