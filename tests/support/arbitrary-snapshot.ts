import type { GridSnapshot, Snapshot, TranscriptSnapshot } from '@hocba/shared/snapshot'
import { subjectIds } from '@hocba/shared/school'
import { signingRoles } from '@hocba/shared/signing'
import * as fc from 'fast-check'

const printable = fc
  .string({ unit: 'binary', maxLength: 24 })
  // eslint-disable-next-line no-control-regex
  .map((text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '?').normalize('NFC'))

const awkward = fc.constantFrom('', ' ', '\t', '\r\n', '<b>&amp;</b>', ']]>', '"\'', 'Nguyễn Thị Ánh', ' đầu cuối ', '\u{1f600}')

export const text = fc.oneof(printable, awkward)

const digest = fc.stringMatching(/^[0-9a-f]{64}$/)
const day = fc.constantFrom('2013-02-28', '2014-12-31')
const instant = fc.constantFrom('2026-01-10T08:00:00+07:00', '2026-01-10T01:00:00Z', '2026-01-10T08:00:00.125+07:00')
const count = fc.nat()
const cell = fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom('T', 'K', 'D', 'CD', 'H', 'C'), fc.constant(null))
const level = fc.constantFrom('T', 'K', 'D', 'CD', null)
const optionalKeys = { requiredKeys: [] as [] }
const school = fc.record({ id: text, name: text, authority: text, place: text })
const signer = fc.record({ role: fc.constantFrom(...signingRoles), person: text, name: text, title: text, uid: text })
const subjectId = fc.constantFrom(...subjectIds)

const student = fc.record({
  id: text,
  name: text,
  birthDate: day,
  values: fc.oneof(
    fc.record({ tx1: cell, tx2: cell, tx3: cell, tx4: cell, gk: cell, ck: cell, rl: cell, nghi: cell }, optionalKeys),
    fc.record(
      { nghi: cell, mgk: cell, ktgk: cell, mck: cell, ktck: cell, pcyngk: cell, nltlgk: cell, pcynck: cell, nlthck: cell },
      optionalKeys,
    ),
  ),
  computed: fc.record({ tb: cell, cn: cell }, optionalKeys),
  remark: text,
})

const amendment = fc.record({
  amendment: text,
  cell: text,
  before: cell,
  after: cell,
  reason: text,
  requester: text,
  witnesses: fc.array(text, { maxLength: 3 }),
  approver: text,
  at: instant,
})

export const gridSnapshots: fc.Arbitrary<GridSnapshot> = fc.record(
  {
    format: fc.constant('hocba-grid-1'),
    school,
    grid: fc.constantFrom('2025-6A.TOAN.HK1', '2025-12A10.GVCN.HK2', '2025-3A.PCNL.HK1'),
    year: fc.constant('2025-2026'),
    class: text,
    subject: fc.record({ id: subjectId, name: text, kind: fc.constantFrom('scored', 'comment', 'homeroom', 'level', 'quality') }),
    term: fc.constantFrom('HK1', 'HK2'),
    rulebook: text,
    version: count,
    seq: count,
    epoch: count,
    state: fc.constant('frozen'),
    frozenAt: instant,
    order: text,
    replaces: digest,
    term1: digest,
    columns: fc.array(fc.constantFrom('tx1', 'tx2', 'gk', 'ck', 'rl', 'nghi', 'mgk', 'ktck', 'nlcnck'), { maxLength: 6 }),
    signers: fc.array(signer, { maxLength: 4 }),
    students: fc.array(student, { maxLength: 4 }),
    amendments: fc.array(amendment, { maxLength: 2 }),
  },
  {
    requiredKeys: [
      'format',
      'school',
      'grid',
      'year',
      'class',
      'subject',
      'term',
      'rulebook',
      'version',
      'seq',
      'epoch',
      'state',
      'frozenAt',
      'order',
      'columns',
      'signers',
      'students',
      'amendments',
    ],
  },
) as fc.Arbitrary<unknown> as fc.Arbitrary<GridSnapshot>

const three = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<{ hk1: T; hk2: T; cn: T }> => fc.record({ hk1: one, hk2: one, cn: one })

const attestation = fc.record({
  grid: text,
  version: count,
  digest,
  person: text,
  certificate: text,
  time: instant,
  signatureValue: fc.base64String({ maxLength: 40 }),
})

const transcript = {
  format: fc.constant('hocba-transcript-1'),
  id: fc.stringMatching(/^[0-9a-f]{32}$/),
  version: count,
  school,
  year: fc.constant('2025-2026'),
  class: text,
  student: fc.record({ id: text, name: text, birthDate: day, gender: fc.constantFrom('male', 'female'), personalId: text }),
  rulebook: text,
  createdAt: instant,
  order: text,
  signers: fc.array(signer, { maxLength: 3 }),
  subjects: fc.array(
    fc.record({
      id: subjectId,
      name: text,
      kind: fc.constantFrom('scored', 'comment'),
      hk1: cell,
      hk2: cell,
      cn: cell,
      remark: text,
      attestations: fc.array(attestation, { maxLength: 2 }),
    }),
    { maxLength: 3 },
  ),
  study: three(level),
  adjusted: three(fc.boolean()),
  conduct: three(level),
  absences: count,
  promotion: fc.constantFrom('promoted', 'retained', 're-assessment', 'summer-training', 'decision-required', null),
  title: fc.constantFrom('XS', 'G', null),
  remark: text,
  sources: fc.array(fc.record({ grid: text, version: count, digest }), { maxLength: 3 }),
}

export const transcriptSnapshots = fc
  .tuple(fc.record(transcript), fc.option(digest, { nil: undefined }))
  .map(([one, replaces]) =>
    replaces === undefined ? one : { ...one, replaces },
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<TranscriptSnapshot>

export const snapshots: fc.Arbitrary<Snapshot> = fc.oneof(gridSnapshots, transcriptSnapshots)
