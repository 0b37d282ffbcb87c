import { type AuditCheck, auditChecks, rankOf } from '@hocba/shared/audit'
import type { Audited } from './audit-file.ts'

/** What each check says when it holds, and when it is the first that does not. */
const texts: Readonly<Record<AuditCheck, string>> = {
  'line.chain': 'từng dòng nối tiếp dòng trước, không thiếu, thừa, đổi chỗ hay sửa một byte',
  'line.json': 'từng dòng là JSON chính tắc',
  'line.shape': 'từng dòng đúng mẫu và đúng thứ tự',
  'line.end': 'tệp có đủ đến dòng cuối',
  'head.origin': 'tệp là nhật ký của khóa này',
  'head.event': 'việc xuất tệp có trong nhật ký',
  'head.line': 'tệp thuộc kỳ nhật ký hiện tại',
  'actor.name': 'tên ngẫu nhiên của từng người mở ra đúng tài khoản',
  'checkpoint.note': 'mốc do trường ký',
  'checkpoint.root': 'mốc khớp với nhật ký: lịch sử không bị viết lại',
  'checkpoint.none': 'có ít nhất một mốc của trường',
  'entry.index': 'mục đánh số liên tục, đủ số',
  'entry.commitment': 'nội dung mở đúng cam kết trong nhật ký',
  'entry.body': 'nội dung từng mục đúng mẫu',
  'entry.erased': 'mục đã xóa nội dung có quyết định xóa',
  'erase.event': 'quyết định xóa hợp lệ',
  'tree.root': 'gốc cây băm của toàn bộ nhật ký',
  'grid.order': 'thứ tự, nối tiếp và kỳ của từng bảng điểm',
  'grid.window': 'khóa, mở, chốt đúng trình tự; không sửa khi đã khóa hoặc chốt',
  'grid.before': 'giá trị trước mỗi lần sửa khớp với lịch sử',
  'grid.values': 'bảng điểm bằng kết quả cộng dồn của nhật ký',
  'order.given': 'mỗi việc khóa, mở, chốt, phát hành có lệnh của người khác giao trước',
  'order.record': 'sổ lệnh khớp với nhật ký',
  'amendment.parties': 'sửa sau chốt có đủ người chứng kiến, người duyệt, cùng một nội dung',
  'amendment.record': 'hồ sơ sửa điểm khớp với nhật ký',
  'snapshot.missing': 'mỗi lần chốt có bản chốt',
  'snapshot.digest': 'bản chốt khớp mã băm trong nhật ký',
  'snapshot.content': 'bản chốt nói đúng về dòng đã tạo ra nó',
  'snapshot.values': 'bản chốt bằng kết quả cộng dồn của nhật ký',
  'sign.event': 'chữ ký đúng người, đúng thứ tự, đúng bản',
  'transcript.event': 'khởi tạo, phát hành, thu hồi, thay thế đúng trình tự',
  'transcript.record': 'học bạ khớp với nhật ký',
  'transcript.values': 'học bạ lấy đúng từ các bảng đã chốt',
  'file.digest': 'tệp ký khớp mã băm',
  'file.event': 'tệp ký đủ và đều có trong nhật ký',
  'file.content': 'tệp ký mang đúng bản chốt, chữ ký còn nguyên',
  'register.state': 'sổ phát hành nói đúng tình trạng',
}

/** Until which type of line a check goes on. */
function lastRank(check: AuditCheck): number {
  const [subject] = check.split('.')
  if (subject === 'line') return rankOf.end
  if (check === 'order.given' || check === 'amendment.parties' || subject === 'snapshot') return rankOf.snapshot
  if (subject === 'head' || subject === 'checkpoint' || subject === 'tree' || subject === 'erase' || subject === 'sign') return rankOf.entry
  if (check === 'grid.order' || check === 'grid.window' || check === 'grid.before' || check === 'transcript.event') return rankOf.entry
  if (subject === 'order' || subject === 'amendment' || subject === 'grid' || subject === 'transcript') return rankOf[subject]
  return subject === 'file' || subject === 'register' || subject === 'actor' ? Math.max(rankOf[subject], rankOf.entry) : rankOf.entry
}

/** The report as a person reads it, and the one sentence about the fault. */
export function auditReport(audited: Audited, notes: readonly string[]): { readonly lines: readonly string[]; readonly sentence: string } {
  if (audited.whole) {
    const { entries, size, lost, restores } = audited
    const beyond = entries - size
    const lines = [
      ...auditChecks.map((check) => `✓ ${check.padEnd(18)} ${texts[check]}`),
      `${entries} mục nhật ký; khóa của trường bảo đảm đến mục ${size}.`,
      ...(beyond > 0 ? [`${beyond} mục cuối chưa có mốc nào bảo đảm (chưa phải lỗi); hãy giữ một mốc mới hơn rồi kiểm tra lại.`] : []),
      ...(restores > 0 ? [`Nhật ký đã ${restores} lần mở kỳ mới sau khi mất dữ liệu; ${lost} mốc thuộc phần đã mất.`] : []),
      'NGUYÊN VẸN',
    ]
    return { lines, sentence: '' }
  }
  const { fault, reached } = audited
  const sign = (check: AuditCheck): string => (check === fault.check ? '✗' : lastRank(check) < reached ? '✓' : '–')
  const sentence = `KHÔNG NGUYÊN VẸN: ${fault.check} ở ${placeOf(audited, notes)}${fault.detail === '' ? '' : ` (${fault.detail})`}`
  return { lines: [...auditChecks.map((check) => `${sign(check)} ${check.padEnd(18)} ${texts[check]}`), sentence], sentence }
}

function placeOf({ fault }: Audited & { readonly whole: false }, notes: readonly string[]): string {
  const { line, entry, grid, cell, note } = fault
  const parts = [
    note === undefined ? `dòng ${line}` : `mốc ${notes[note] ?? note + 1}`,
    ...(entry === undefined ? [] : [`mục ${entry}`]),
    ...(grid === undefined ? [] : [`bảng ${grid}`]),
    ...(cell === undefined ? [] : [`ô ${cell}`]),
  ]
  return parts.join(', ')
}
