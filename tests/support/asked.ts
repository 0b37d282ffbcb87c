import { type Action, type Actor, type Target, decide, isEverGranted } from '@hocba/shared/access'
import { type GridName, type GridState, parseGridId } from '@hocba/shared/grid'
import { subjectsOf } from '@hocba/shared/school'

/** One question to a route: whom it concerns, in a form that changes nothing also where it is permitted. */
export interface Asked {
  readonly path: string
  readonly body?: unknown
  /** Which of the actions that the route names; needed where it names several or none. */
  readonly action?: Action
  readonly target?: Target
  /** Instead of the matrix on the target: lists, bodies that are judged piece by piece, what the record itself names. */
  readonly permits?: (actor: Actor) => boolean
  /** Would change something: asked only of those who must be refused. */
  readonly harms?: true
}

/** What the school was given before it is asked. */
export interface Given {
  readonly grids: readonly { readonly id: string; readonly state: GridState }[]
  /** Reached the organisation's seal. */
  readonly sealed: string
  readonly amendment: { readonly id: string; readonly digest: string; readonly grid: string; readonly parties: readonly Party[] }
  readonly transcripts: readonly { readonly id: string; readonly class: string }[]
}

interface Party {
  readonly user: string
  readonly act: 'witness' | 'approve' | 'request'
}

export const gridOf = (id: string): GridName => {
  const grid = parseGridId(id)
  if (!grid) throw new Error(`no grid ${id}`)
  return grid
}

const classes = ['6A', '6B', '7A', '7B'] as const
const order = { order: 'none' }
const past = { from: '2026-01-01', until: '2026-01-02' }
const scope = { kind: 'homeroom', class: '6A' }

const forClasses = (path: (id: string) => string): readonly Asked[] => classes.map((id) => ({ path: path(id), target: { class: id } }))

/** Every route of a person, by the name that the server's own description gives it. */
export const questions = (given: Given): Readonly<Record<string, readonly Asked[]>> => ({
  ...selfish,
  ...gridQuestions(given),
  ...amendmentQuestions(given),
  ...transcriptQuestions(given),
  'GET /api/people': [{ path: '/api/people' }],
  'GET /api/school': [{ path: '/api/school' }],
  'GET /api/classes': [{ path: '/api/classes' }],
  'GET /api/phrases': [{ path: '/api/phrases' }],
  'PUT /api/phrases': [{ path: '/api/phrases', body: { text: 'Có tiến bộ', base: 0 } }],
  'GET /api/orders': [{ path: '/api/orders' }],
  'POST /api/orders': [{ path: '/api/orders', body: { action: 'lock', scope: { grids: ['none'] }, reason: 'Kiểm tra' } }],
  'GET /api/progress': [{ path: '/api/progress' }],
  'GET /api/progress/days': classes.map((id) => ({
    path: `/api/progress/days?class=${id}&term=HK1`,
    permits: (actor) =>
      decide(actor, 'board.read', { class: id }).ok ||
      subjectsOf(Number(id[0])).some(({ id: subject }) => decide(actor, 'progress.read', { grid: gridOf(`2025-${id}.${subject}.HK1`) }).ok),
  })),
  'GET /api/board': forClasses((id) => `/api/board?class=${id}&term=HK1`),
  'GET /api/board/events': forClasses((id) => `/api/board/events?class=${id}`),
  'GET /api/year': forClasses((id) => `/api/year?class=${id}`),
  'GET /api/students/{id}/marks': ['6A-01', '6A-02', '7B-40'].map((id) => ({ path: `/api/students/${id}/marks`, target: { student: id } })),
  'GET /api/reports/students': [{ path: '/api/reports/students?class=6A' }],
  'GET /api/reports/access': [{ path: '/api/reports/access?student=6A-01' }],
  'GET /api/accounts': [{ path: '/api/accounts' }],
  'POST /api/accounts': [
    { path: '/api/accounts', body: { id: 'gv.toan', name: 'Có rồi', title: 'Giáo viên', roles: ['subject-teacher'] } },
  ],
  'POST /api/accounts/{id}/roles': [{ path: '/api/accounts/none/roles', body: { roles: ['auditor'] } }],
  'POST /api/accounts/{id}/password': [{ path: '/api/accounts/none/password', body: {} }],
  'POST /api/accounts/{id}/second-factor/reset': [
    { path: '/api/accounts/none/second-factor/reset', body: {}, action: 'account.manage' },
    { path: '/api/accounts/vanthu/second-factor/reset', body: {}, action: 'factor.reset', harms: true },
  ],
  'GET /api/assignments': [{ path: '/api/assignments' }],
  'POST /api/assignments': [{ path: '/api/assignments', body: { person: 'none', ...past, scope } }],
  'POST /api/assignments/end': [{ path: '/api/assignments/end', body: { person: 'none', until: past.until, scope } }],
  'POST /api/assignments/hand-over': [{ path: '/api/assignments/hand-over', body: { from: 'none', to: 'none', date: past.from, scope } }],
  'POST /api/delegations': [{ path: '/api/delegations', body: { to: 'none', ...past } }],
  'POST /api/delegations/end': [{ path: '/api/delegations/end', body: { to: 'none' } }],
  'GET /api/certificates': [{ path: '/api/certificates' }],
  'POST /api/certificates': [{ path: '/api/certificates', body: { account: 'none', certificate: 'x' } }],
  'POST /api/certificates/{id}/approve': [
    { path: '/api/certificates/none/approve', body: { basis: { kind: 'appointment', number: '1', date: '2026-01-01' } } },
  ],
  'POST /api/certificates/{id}/disable': [
    { path: '/api/certificates/none/disable', body: { reason: 'Kiểm tra', minutes: '1', minutesDate: '2026-01-01' } },
  ],
  'POST /api/import/roster': [{ path: '/api/import/roster', body: {} }],
  // Sheet by sheet: asked with a workbook in a test of its own.
  'POST /api/import/marks': [{ path: '/api/import/marks', body: {}, permits: (actor) => isEverGranted(actor, 'grid.write') }],
  'GET /api/audit/export': [{ path: '/api/audit/export' }],
  'POST /api/log/lines': [{ path: '/api/log/lines', body: { reason: 'Kiểm tra' } }],
  'GET /api/log/erasable': [{ path: '/api/log/erasable?user=gv.toan' }],
  'POST /api/log/erase': [{ path: '/api/log/erase', body: order }],
  'POST /api/demo/complete': [{ path: '/api/demo/complete', body: {}, harms: true }],
})

const own = (path: string, body?: unknown): readonly Asked[] => [{ path, ...(body === undefined ? {} : { body }), permits: () => true }]
/** Open to everybody signed in; what it would do to the session that asks is no matter of rights. */
const ownAct = (path: string, body: unknown): readonly Asked[] => [{ path, body, permits: () => true, harms: true }]

const selfish: Readonly<Record<string, readonly Asked[]>> = {
  'DELETE /api/session': ownAct('/api/session', {}),
  'POST /api/ticket': own('/api/ticket', {}),
  'GET /api/me': own('/api/me'),
  'GET /api/sessions': [
    ...own('/api/sessions'),
    { path: '/api/sessions?user=sogd', permits: (actor) => actor.id === 'sogd' || may(actor, 'account.manage') },
  ],
  'DELETE /api/sessions/{id}': own('/api/sessions/none', {}),
  'DELETE /api/sessions': ownAct('/api/sessions', {}),
  'POST /api/password': ownAct('/api/password', { current: 'x', next: 'y' }),
  'GET /api/second-factor': own('/api/second-factor'),
  'POST /api/second-factor': ownAct('/api/second-factor', {}),
  'POST /api/second-factor/confirm': own('/api/second-factor/confirm', { otp: '000000' }),
  'POST /api/agents/pairing': own('/api/agents/pairing', {}),
  'GET /api/agents': [
    ...own('/api/agents'),
    { path: '/api/agents?user=sogd', permits: (actor) => actor.id === 'sogd' || may(actor, 'account.manage') },
  ],
  'DELETE /api/agents/{id}': own('/api/agents/none', {}),
  'GET /api/signing/jobs': own('/api/signing/jobs'),
  'POST /api/signing/batches': own('/api/signing/batches', { jobs: ['none'] }),
  'GET /api/signing/batches/{id}': own('/api/signing/batches/none'),
  'POST /api/log/witness': own('/api/log/witness', { note: 'x' }),
}

const may = (actor: Actor, action: Action, target?: Target): boolean => decide(actor, action, target).ok

function gridQuestions({ grids, sealed }: Given): Readonly<Record<string, readonly Asked[]>> {
  const each = (part: string, body?: unknown): readonly Asked[] =>
    grids.map(({ id, state }) => ({
      path: `/api/grids/${id}${part}`,
      target: { grid: gridOf(id), state, sealed: id === sealed },
      ...(body === undefined ? {} : { body }),
    }))
  return {
    'GET /api/grids': own('/api/grids'),
    'GET /api/grids/{id}': each(''),
    'GET /api/grids/{id}/history': each('/history'),
    'GET /api/grids/{id}/values': each('/values'),
    'GET /api/grids/{id}/remarks': each('/remarks'),
    'GET /api/grids/{id}/completeness': each('/completeness'),
    'GET /api/grids/{id}/artefacts': each('/artefacts'),
    'GET /api/grids/{id}/artefacts/{version}/{kind}': [
      ...each('/artefacts/1/xml'),
      ...each('/artefacts/1/pdf').filter(({ path }) => path.includes(sealed)),
    ],
    'GET /api/grids/{id}/snapshots/{version}': each('/snapshots/1'),
    'GET /api/grids/{id}/receipts/{version}': each('/receipts/1'),
    'POST /api/grids/{id}/lock': each('/lock', order),
    'POST /api/grids/{id}/unlock': each('/unlock', order),
    'POST /api/grids/{id}/freeze': each('/freeze', order),
    'POST /api/amendments': grids.map(({ id, state }) => ({
      path: '/api/amendments',
      target: { grid: gridOf(id), state },
      body: { grid: id, changes: [{ cell: `${gridOf(id).class}-01/none`, after: 0 }], reason: 'Kiểm tra' },
    })),
  }
}

/** The record of an amendment names who acts in it; others see it by the matrix or not at all. */
function amendmentQuestions({ amendment: { id, digest, grid, parties } }: Given): Readonly<Record<string, readonly Asked[]>> {
  const takesPart = (actor: Actor, ...acts: readonly Party['act'][]): boolean =>
    parties.some((party) => party.user === actor.id && acts.includes(party.act))
  const act = (name: string, ...acts: readonly Party['act'][]): readonly Asked[] => [
    {
      path: `/api/amendments/${id}/${name}`,
      body: { digest, reason: 'Kiểm tra' },
      permits: (actor) => takesPart(actor, ...acts),
      harms: true,
    },
  ]
  return {
    'GET /api/amendments': [...own('/api/amendments'), ...own(`/api/amendments?grid=${grid}`)],
    'GET /api/amendments/{id}': [
      {
        path: `/api/amendments/${id}`,
        permits: (actor) => takesPart(actor, 'request', 'witness', 'approve') || may(actor, 'amendment.read', { grid: gridOf(grid) }),
      },
    ],
    'POST /api/amendments/{id}/witness': act('witness', 'witness'),
    'POST /api/amendments/{id}/approve': act('approve', 'approve'),
    'POST /api/amendments/{id}/reject': act('reject', 'witness', 'approve'),
    'POST /api/amendments/{id}/withdraw': act('withdraw', 'request'),
    'POST /api/amendments/{id}/apply': act('apply', 'request'),
  }
}

function transcriptQuestions({ transcripts }: Given): Readonly<Record<string, readonly Asked[]>> {
  const each = (part: string, body?: unknown): readonly Asked[] =>
    transcripts.map(({ id, class: className }) => ({
      path: `/api/transcripts/${id}${part}`,
      target: { class: className },
      ...(body === undefined ? {} : { body }),
    }))
  return {
    'GET /api/transcripts': [{ path: '/api/transcripts' }, ...forClasses((id) => `/api/transcripts?class=${id}&year=2025`)],
    'POST /api/transcripts': [{ path: '/api/transcripts', body: { ...order, class: '6A', year: '2025' } }],
    'GET /api/transcripts/{id}/artefacts/{kind}': [...each('/artefacts/xml'), ...each('/artefacts/pdf')],
    'POST /api/transcripts/{id}/issue': each('/issue', order),
    'POST /api/transcripts/{id}/revoke': each('/revoke', order),
    'POST /api/transcripts/{id}/replace': each('/replace', order),
  }
}
