import { AG_GRID_LOCALE_VN } from '@ag-grid-community/locale'
import { describe, expect, it } from 'vitest'
import { vietnamese } from '../../../client/src/grid/locale.ts'
import { Outbox, type OutboxRow } from '../../../client/src/outbox/index.ts'

const row = (n: number): OutboxRow => ({
  id: `${String(n).padStart(17, '0')}-w1`,
  gridId: 'g',
  owner: 'w1',
  update: new Uint8Array(),
  clientId: 1,
  clock: n,
  at: '',
  state: { kind: 'waiting' },
  cells: [],
})

/** Takes what has room and says how many that were. */
function send(outbox: Outbox<OutboxRow>): number {
  let sent = 0
  while (outbox.take()) sent += 1
  return sent
}

function filled(count: number): Outbox<OutboxRow> {
  const outbox = new Outbox<OutboxRow>()
  for (let n = 0; n < count; n += 1) outbox.add(row(n))
  return outbox
}

describe('rows on their way', () => {
  it('OUTBOX-12 a thousand rows go in a few rounds, each larger than the one before', () => {
    const outbox = filled(1_000)
    const rounds: number[] = []
    let answered = 0
    for (let sent = send(outbox); sent > 0; sent = send(outbox)) {
      rounds.push(sent)
      for (let n = 0; n < sent; n += 1) outbox.accepted((answered += 1))
    }
    expect(rounds).toEqual([256, 512, 232])
    expect(outbox.waiting).toEqual([])
  })

  it('OUTBOX-12 a server that asks for patience is sent few at once', () => {
    const outbox = filled(1_000)
    expect(send(outbox)).toBe(256)
    for (let n = 1; n <= 256; n += 1) outbox.refuse(n, { code: 'limit', message: '', cells: [] })
    expect(outbox.need).toBe('resend')
    outbox.resend()
    expect(send(outbox)).toBe(64)
    expect(outbox.waiting.length).toBe(1_000)
  })

  it('OUTBOX-3 a row that is older than those that wait is sent before them', () => {
    const outbox = filled(0)
    for (const n of [5, 7, 6, 1]) outbox.add(row(n))
    expect(outbox.waiting.map((one) => one.clock)).toEqual([1, 5, 6, 7])
    outbox.drop(row(6).id)
    expect(outbox.waiting.map((one) => one.clock)).toEqual([1, 5, 7])
  })
})

describe('words of the grid', () => {
  it('PART-3 the Vietnamese words that AG Grid shows are its own translation', () => {
    const own: Readonly<Record<string, string>> = AG_GRID_LOCALE_VN
    for (const [key, words] of Object.entries(vietnamese)) expect(own[key]).toBe(words)
  })
})
