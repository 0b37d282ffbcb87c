import type { SigningRole } from '@hocba/shared/signing'
import type { Verdict } from '@hocba/shared/verify'

const vi = {
  choose: 'Chọn tệp để kiểm tra',
  drop: 'hoặc kéo thả tệp XML, PDF vào đây; thả cả hai tệp của một bản để đối chiếu với nhau',
  another: 'Kiểm tra tệp khác',
  promise:
    'Tệp được kiểm tra ngay trên máy này và không gửi đi đâu. Chỉ mã băm được gửi tới nhà trường để hỏi tình trạng thu hồi và căn cứ ký.',
  checking: 'Đang kiểm tra',
  failed: 'Chưa kiểm tra được: không tải được danh sách chứng thư của trường. Kiểm tra mạng rồi thử lại.',
  again: 'Thử lại',
  verdict: { valid: 'Hợp lệ', superseded: 'Đã thay thế', revoked: 'Đã thu hồi', invalid: 'Không hợp lệ', unknown: 'Chưa rõ' },
  meaning: {
    valid: 'Tệp nguyên vẹn, đủ chữ ký và là bản hiện hành.',
    superseded: 'Chữ ký đúng, nhưng nhà trường đã có bản mới hơn. Hãy dùng bản mới.',
    revoked: 'Chữ ký đúng, nhưng nhà trường đã thu hồi bản này. Không được sử dụng.',
    invalid: 'Tệp đã bị thay đổi, thiếu chữ ký hoặc chữ ký sai. Không được sử dụng.',
    unknown: 'Chưa đủ căn cứ để kết luận. Xem các mục dưới đây và hỏi nhà trường.',
  },
  document: { grid: 'Bảng điểm', transcript: 'Học bạ' },
  digest: 'Mã băm dữ liệu',
  signatures: 'Chữ ký',
  noSignature: 'Không đọc được chữ ký nào.',
  role: 'Vai trò và căn cứ',
  basis: { appointment: 'Quyết định bổ nhiệm', assignment: 'Quyết định phân công', approval: 'Văn bản chấp thuận của cơ quan quản lý' },
  numbered: 'số',
  dated: 'ngày',
  until: 'đến hết ngày',
  name: 'Người ký',
  issuer: 'Nơi cấp chứng thư',
  serial: 'Số sê-ri',
  time: 'Thời điểm ký',
  claimed: 'thời điểm do người ký khai',
  timestamped: 'có dấu thời gian',
  status: 'Kết quả',
  statuses: { good: 'Đúng', bad: 'Không tin cậy', unknown: 'Chưa rõ' },
  today: 'chứng thư hiện nay',
  now: { good: 'còn hiệu lực', expired: 'đã hết hạn', revoked: 'đã bị thu hồi', unknown: 'chưa rõ', untrusted: 'không tin cậy' },
  checks: 'Các mục đã kiểm tra',
  ok: 'đạt',
  bad: 'không đạt',
  none: 'không xét',
  roles: {
    'subject-teacher': 'Giáo viên bộ môn',
    'homeroom-teacher': 'Giáo viên chủ nhiệm',
    principal: 'Hiệu trưởng',
    organisation: 'Nhà trường (con dấu)',
  },
} as const

type Shape<Text> = { readonly [Key in keyof Text]: Text[Key] extends string ? string : Shape<Text[Key]> }
export type ElementTexts = Shape<typeof vi>

const en: ElementTexts = {
  choose: 'Choose a file to check',
  drop: 'or drop an XML or PDF file here; drop both files of a record to compare them',
  another: 'Check another file',
  promise:
    'The file is checked on this device and never leaves it. Only its digest is sent to the school to ask about revocation and the basis of the signatures.',
  checking: 'Checking',
  failed: 'The check could not run: the certificates of the school could not be loaded. Check the network and try again.',
  again: 'Try again',
  verdict: { valid: 'Valid', superseded: 'Superseded', revoked: 'Revoked', invalid: 'Invalid', unknown: 'Unknown' },
  meaning: {
    valid: 'The file is whole, fully signed and current.',
    superseded: 'The signatures are right, but the school has a newer version. Use that one.',
    revoked: 'The signatures are right, but the school has revoked this record. Do not use it.',
    invalid: 'The file was changed, or signatures are missing or wrong. Do not use it.',
    unknown: 'There is not enough to decide. Look at the lines below and ask the school.',
  },
  document: { grid: 'Gradebook page', transcript: 'Transcript' },
  digest: 'Digest of the data',
  signatures: 'Signatures',
  noSignature: 'No signature could be read.',
  role: 'Role and basis',
  basis: { appointment: 'Decision of appointment', assignment: 'Decision of assignment', approval: 'Approval by the authority' },
  numbered: 'no.',
  dated: 'of',
  until: 'until',
  name: 'Signer',
  issuer: 'Issuer',
  serial: 'Serial',
  time: 'Time of signing',
  claimed: 'claimed by the signer',
  timestamped: 'time-stamped',
  status: 'Result',
  statuses: { good: 'Good', bad: 'Not to be trusted', unknown: 'Unknown' },
  today: 'certificate today',
  now: { good: 'in force', expired: 'expired', revoked: 'revoked', unknown: 'unknown', untrusted: 'not trusted' },
  checks: 'What was checked',
  ok: 'passed',
  bad: 'failed',
  none: 'not asked',
  roles: {
    'subject-teacher': 'Subject teacher',
    'homeroom-teacher': 'Homeroom teacher',
    principal: 'Principal',
    organisation: 'School (seal)',
  },
}

/** The element speaks the language of the page it stands in. */
export const textsFor = (language: string): ElementTexts => (language.startsWith('en') ? en : vi)

export const verdictSign: Readonly<Record<Verdict, string>> = { valid: '✓', superseded: '↷', revoked: '✗', invalid: '✗', unknown: '?' }

export const roleText = (texts: ElementTexts, role: SigningRole | null): string => (role === null ? '–' : texts.roles[role])
