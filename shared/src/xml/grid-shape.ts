import { type ColumnId, type GridId, terms } from '../grid/index.ts'
import type { AmendedCell, GridSnapshot, SnapshotStudent } from '../snapshot/index.ts'
import { day, digest, instant, school, schoolYear, signer, subjectId } from './common-shape.ts'
import { qualityColumnIds, qualityFields } from './quality-shape.ts'
import { cell, integer, oneOf, patterned, text } from './scalar.ts'
import { type Fields, field, list, optional, record } from './structure.ts'

const columnIds: readonly ColumnId[] = [
  ...(['tx1', 'tx2', 'tx3', 'tx4', 'gk', 'ck', 'rl', 'nghi'] as const),
  ...(['mgk', 'ktgk', 'mck', 'ktck'] as const),
  ...qualityColumnIds,
]

const student = record<SnapshotStudent>({
  id: field('MaHS', text),
  name: field('HoTen', text),
  birthDate: field('NgaySinh', day),
  values: field(
    'GiaTri',
    record<SnapshotStudent['values']>({
      tx1: optional('TX1', cell),
      tx2: optional('TX2', cell),
      tx3: optional('TX3', cell),
      tx4: optional('TX4', cell),
      gk: optional('GK', cell),
      ck: optional('CK', cell),
      rl: optional('RenLuyen', cell),
      nghi: optional('SoBuoiNghi', cell),
      mgk: optional('MucGK', cell),
      ktgk: optional('DiemKTGK', cell),
      mck: optional('MucCK', cell),
      ktck: optional('DiemKTCK', cell),
      ...qualityFields,
    }),
  ),
  computed: field('TinhToan', record<SnapshotStudent['computed']>({ tb: optional('TBHK', cell), cn: optional('TBCN', cell) })),
  remark: field('NhanXet', text),
})

/** 004 II.2: what changed, from what to what, who, when and why. */
const amendment = record<AmendedCell>({
  amendment: field('MaDeNghi', text),
  cell: field('O', text),
  before: field('GiaTriTruoc', cell),
  after: field('GiaTriSau', cell),
  reason: field('LyDo', text),
  requester: field('NguoiDeNghi', text),
  witnesses: field('DanhSachChungKien', list('NguoiChungKien', text)),
  approver: field('NguoiPheDuyet', text),
  at: field('ThoiDiem', instant),
})

export const gridFields: Fields<GridSnapshot> = {
  format: field('DinhDang', oneOf(['hocba-grid-1'])),
  school: field('Truong', school),
  grid: field('MaBangDiem', patterned<GridId>('[0-9]{4}-[0-9]{1,2}[A-Z][0-9]{0,2}[.][A-Z0-9]+[.]HK[12]')),
  year: field('NamHoc', schoolYear),
  class: field('Lop', text),
  subject: field(
    'MonHoc',
    record<GridSnapshot['subject']>({
      id: field('Ma', subjectId),
      name: field('Ten', text),
      kind: field('Loai', oneOf(['scored', 'comment', 'homeroom', 'level', 'quality'])),
    }),
  ),
  term: field('HocKi', oneOf(terms)),
  rulebook: field('QuyDinhDanhGia', text),
  version: field('PhienBan', integer),
  seq: field('SoThuTu', integer),
  epoch: field('Luot', integer),
  state: field('TrangThai', oneOf(['frozen'])),
  frozenAt: field('ThoiDiemChot', instant),
  order: field('LenhChot', text),
  replaces: optional('ThayThe', digest),
  term1: optional('BangDiemHK1', digest),
  columns: field('DanhSachCot', list('Cot', oneOf(columnIds))),
  signers: field('DanhSachNguoiKy', list('NguoiKy', signer)),
  students: field('DanhSachHocSinh', list('HocSinh', student)),
  amendments: field('DanhSachChinhLy', list('ChinhLy', amendment)),
}
