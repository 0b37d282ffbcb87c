import { describe, expect, test } from 'vitest'
import { amendmentMachine } from '@hocba/shared/amendment'
import { type Transitions, eventsOf, next } from '@hocba/shared/core'
import { windowMachine } from '@hocba/shared/grid'
import { transcriptMachine } from '@hocba/shared/issue'
import { jobMachine } from '@hocba/shared/signing'

type Table = Transitions<string, string>

/** Every machine in words: what is not listed must not exist. */
const machines: readonly (readonly [rule: string, table: Table, lines: readonly string[]])[] = [
  [
    'GRID-10',
    windowMachine,
    ['open lock locked', 'open freeze frozen', 'locked unlock open', 'locked freeze frozen', 'frozen amend frozen'],
  ],
  [
    'AMEND-2',
    amendmentMachine,
    [
      'requested witness witnessed',
      'requested reject rejected',
      'requested withdraw withdrawn',
      'witnessed approve approved',
      'witnessed reject rejected',
      'witnessed withdraw withdrawn',
      'approved apply applied',
      'approved withdraw withdrawn',
    ],
  ],
  [
    'ISSUE-3',
    transcriptMachine,
    [
      'initialised sign signed',
      'initialised revoke revoked',
      'signed issue issued',
      'signed revoke revoked',
      'issued revoke revoked',
      'revoked replace replaced',
    ],
  ],
  [
    'ORDER-4',
    jobMachine,
    [
      'waiting ready due',
      'waiting lapse lapsed',
      'due lease leased',
      'due lapse lapsed',
      'leased release due',
      'leased sign done',
      'leased lapse lapsed',
    ],
  ],
]

describe.each(machines)('%s its machine', (rule, table, lines) => {
  const states = Object.keys(table)
  const events = [...new Set(states.flatMap((state) => eventsOf(table, state)))]

  test(`${rule} has exactly these steps`, () => {
    const steps = states.flatMap((state) => eventsOf(table, state).map((event) => `${state} ${event} ${table[state]?.[event] ?? ''}`))
    expect(steps.toSorted()).toEqual(lines.toSorted())
  })

  test(`${rule} every state and event: the step, or a refusal that names both`, () => {
    for (const state of states) {
      for (const event of events) {
        const line = lines.find((one) => one.startsWith(`${state} ${event} `))
        const expected = line === undefined ? { ok: false, error: { state, event } } : { ok: true, value: line.split(' ')[2] }
        expect(next(table, state, event)).toEqual(expected)
      }
    }
  })
})
