import type { Attestation, Level, ThreeTerms, TranscriptSnapshot, TranscriptSubject } from '../snapshot/index.ts'
import type { Codec } from './codec.ts'
import { day, digest, instant, school, schoolYear, signer, subjectId } from './common-shape.ts'
import { cell, flag, integer, oneOf, oneOfOrNull, text } from './scalar.ts'
import { type Fields, field, list, optional, record } from './structure.ts'

const levels = ['T', 'K', 'D', 'CD'] as const satisfies readonly Level[]

const termFields = <T>(codec: Codec<T>): Pick<Fields<ThreeTerms<T>>, 'hk1' | 'hk2' | 'cn'> =>
  ({ hk1: field('HK1', codec), hk2: field('HK2', codec), cn: field('CaNam', codec) }) as unknown as Fields<ThreeTerms<T>>

const level = oneOfOrNull(levels)

/** 001 art. 14.5: the teacher's signature under the grid, as the transcript carries it. */
const attestation = record<Attestation>({
  grid: field('MaBangDiem', text),
  version: field('PhienBan', integer),
  digest: field('MaBam', digest),
  person: field('TaiKhoan', text),
  certificate: field('ChuTheChungThu', text),
  time: field('ThoiDiemKy', instant),
  signatureValue: field('GiaTriChuKy', text),
})

const subject = record<TranscriptSubject>({
  id: field('Ma', subjectId),
  name: field('Ten', text),
  kind: field('Loai', oneOf(['scored', 'comment'])),
  hk1: field('HK1', cell),
  hk2: field('HK2', cell),
  cn: field('CaNam', cell),
  remark: field('NhanXet', text),
  attestations: field('DanhSachXacNhan', list('XacNhan', attestation)),
})

export const transcriptFields: Fields<TranscriptSnapshot> = {
  format: field('DinhDang', oneOf(['hocba-transcript-1'])),
  id: field('MaHocBa', text),
  version: field('PhienBan', integer),
  replaces: optional('ThayThe', digest),
  school: field('Truong', school),
  year: field('NamHoc', schoolYear),
  class: field('Lop', text),
  student: field(
    'HocSinh',
    record<TranscriptSnapshot['student']>({
      id: field('MaHS', text),
      name: field('HoTen', text),
      birthDate: field('NgaySinh', day),
      gender: field('GioiTinh', oneOf(['male', 'female'])),
      personalId: field('MaDinhDanh', text),
    }),
  ),
  rulebook: field('QuyDinhDanhGia', text),
  createdAt: field('ThoiDiemLap', instant),
  order: field('LenhLap', text),
  signers: field('DanhSachNguoiKy', list('NguoiKy', signer)),
  subjects: field('DanhSachMonHoc', list('MonHoc', subject)),
  study: field('KetQuaHocTap', record<ThreeTerms<Level | null>>(termFields(level))),
  adjusted: field('DieuChinhMuc', record<ThreeTerms<boolean>>(termFields(flag))),
  conduct: field('KetQuaRenLuyen', record<ThreeTerms<Level | null>>(termFields(level))),
  absences: field('SoBuoiNghi', integer),
  promotion: field('LenLop', oneOfOrNull(['promoted', 'retained', 're-assessment', 'summer-training', 'decision-required'])),
  title: field('DanhHieu', oneOfOrNull(['XS', 'G'])),
  remark: field('NhanXet', text),
  sources: field(
    'DanhSachNguon',
    list(
      'BangDiem',
      record<TranscriptSnapshot['sources'][number]>({
        grid: field('MaBangDiem', text),
        version: field('PhienBan', integer),
        digest: field('MaBam', digest),
      }),
    ),
  ),
}
