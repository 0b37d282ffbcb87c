import { type GridId } from '@hocba/shared/grid'
import type { GridSnapshot, TranscriptSnapshot } from '@hocba/shared/snapshot'
import { declared } from './school-keys.ts'

const school = { id: 'THCS-DD', name: 'Trường THCS Đống Đa', authority: 'UBND phường Đống Đa', place: 'Hà Nội' }

export const sampleGrid: GridSnapshot = {
  format: 'hocba-grid-1',
  school,
  grid: '2025-6A.KHTN.HK1' as GridId,
  year: '2025-2026',
  class: '6A',
  subject: { id: 'KHTN', name: 'Khoa học tự nhiên', kind: 'scored' },
  term: 'HK1',
  rulebook: 'TT22/2021',
  version: 1,
  seq: 120,
  epoch: 1,
  state: 'frozen',
  frozenAt: '2026-01-10T08:00:00+07:00',
  order: 'order-1',
  columns: ['tx1', 'tx2', 'tx3', 'tx4', 'gk', 'ck'],
  signers: declared,
  students: [1, 2, 3].map((n) => ({
    id: `6A-0${n}`,
    name: `Nguyễn Văn Đạt ${n}`,
    birthDate: '2014-03-05',
    values: { tx1: 85, tx2: 90, tx3: 70 + n, tx4: null, gk: 80, ck: 95 },
    computed: { tb: 86 },
    remark: 'Có tiến bộ & chăm chỉ <tốt>',
  })),
  amendments: [],
}

const three = <T>(value: T): { readonly hk1: T; readonly hk2: T; readonly cn: T } => ({ hk1: value, hk2: value, cn: value })

export const sampleTranscript: TranscriptSnapshot = {
  format: 'hocba-transcript-1',
  id: '0123456789abcdef0123456789abcdef',
  version: 1,
  school,
  year: '2025-2026',
  class: '6A',
  student: { id: '6A-01', name: 'Nguyễn Văn Đạt', birthDate: '2014-03-05', gender: 'male', personalId: '001214000001' },
  rulebook: 'TT22/2021',
  createdAt: '2026-06-18T08:00:00+07:00',
  order: 'order-2',
  signers: declared.filter(({ role }) => role !== 'subject-teacher'),
  subjects: [{ id: 'VAN', name: 'Ngữ văn', kind: 'scored', ...three(80), remark: 'Đọc tốt', attestations: [] }],
  study: three('K'),
  adjusted: three(false),
  conduct: three('T'),
  absences: 3,
  promotion: 'promoted',
  title: null,
  remark: 'Ngoan',
  sources: [{ grid: '2025-6A.VAN.HK1', version: 1, digest: 'ab'.repeat(32) }],
}
