import type { CheckId } from './report.ts'

const original = 'Không dùng tệp này; hãy xin lại đúng tệp gốc từ nhà trường, không mở ra rồi lưu lại.'
const askSchool = 'Không dùng tệp này; hãy hỏi nhà trường đã lập tệp.'

/** What to do about a line that lowers the verdict; said after what was found. */
export const advice: Readonly<Record<CheckId, string>> = {
  'input.size': original,
  'xml.wellformed': original,
  'xml.plain': original,
  'xml.limits': original,
  'xml.schema': original,
  'xml.structure': original,
  'xml.canonical': original,
  'xml.ids': original,
  'xml.references': original,
  'pdf.structure': original,
  'pdf.revisions': original,
  'pdf.updates': original,
  'pdf.fields': original,
  'pdf.byterange': original,
  'cms.structure': original,
  'data.digest': original,
  'signature.digest': original,
  'signature.value': original,
  'signature.second': 'Hai chương trình kiểm tra cho kết quả khác nhau: chưa dùng tệp này và báo cho nhà trường.',
  'signature.algorithms': original,
  'signature.time': 'Hãy hỏi nhà trường: đồng hồ máy ký có thể sai, hoặc thứ tự ký không đúng; tệp phải được ký lại.',
  'signature.timesource': 'Hãy hỏi nhà trường về dấu thời gian của tệp.',
  'timestamp.token': 'Không dựa vào dấu thời gian này; hỏi nhà trường về dịch vụ dấu thời gian đã dùng.',
  'certificate.binding': original,
  'certificate.path': 'Hãy kiểm tra danh sách gốc tin cậy; nếu danh sách đúng thì không dùng tệp này.',
  'certificate.validity': 'Tệp phải được ký lại bằng chứng thư còn hiệu lực; hãy hỏi nhà trường.',
  'certificate.usage': 'Tệp phải được ký lại bằng chứng thư được cấp để ký số; hãy hỏi nhà trường.',
  'certificate.revocation':
    'Hãy lấy danh sách thu hồi (CRL) mới rồi kiểm tra lại; nếu chứng thư đã bị thu hồi trước khi ký thì không dùng tệp này.',
  'certificate.present': 'Hãy hỏi nhà trường.',
  'roles.declared': askSchool,
  'roles.order': askSchool,
  'roles.complete': 'Hãy chờ ký đủ rồi kiểm tra lại.',
  'roles.expected': 'Hãy hỏi nhà trường ai có thẩm quyền ký tại thời điểm đó.',
  'log.inclusion': 'Hãy hỏi nhà trường đã lập tệp.',
  'register.state': 'Hãy hỏi nhà trường hoặc thử lại khi có mạng.',
  'pair.digest': 'Hai tệp không phải của cùng một bản chốt: hãy xin lại cả hai tệp từ nhà trường.',
}
