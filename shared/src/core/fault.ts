/**
 * The registry of codes: every refusal and error that leaves a program has one of these.
 * `status` is the HTTP status of the problem document (RFC 9457); the texts tell a teacher what to do.
 * shared/docs/PROTOCOL.md lists the same codes; a test compares the two.
 */
export const faults = {
  // gate (docs: GATE rules)
  forbidden: { status: 403, vi: 'Thầy cô không có quyền làm việc này.', en: 'You may not do this.' },
  'grid.locked': {
    status: 409,
    vi: 'Bảng điểm đang khóa. Hãy đề nghị hiệu trưởng mở khóa.',
    en: 'The grid is locked. Ask the principal to unlock it.',
  },
  'grid.frozen': {
    status: 409,
    vi: 'Bảng điểm đã chốt. Hãy lập đề nghị chỉnh lý để sửa.',
    en: 'The grid is frozen. Request an amendment to correct it.',
  },
  'cell.unknown': {
    status: 422,
    vi: 'Không có ô điểm này: kiểm tra mã học sinh và cột điểm.',
    en: 'There is no such cell: check the student id and the column.',
  },
  'value.invalid': {
    status: 422,
    vi: 'Giá trị không hợp lệ: điểm từ 0 đến 10, nhiều nhất một chữ số thập phân; nhận xét là Đ hoặc CĐ; bài kiểm tra tiểu học không có điểm thập phân; lời nhận xét nhiều nhất 1.000 ký tự.',
    en: 'Invalid value: a mark is 0 to 10 with at most one decimal; a comment is Đ or CĐ; a primary test has no decimals; a remark has at most 1,000 characters.',
  },
  'update.gap': {
    status: 409,
    vi: 'Thiếu thay đổi trước đó; trang sẽ tự đồng bộ lại, không cần nhập lại.',
    en: 'Earlier changes are missing; the page synchronises again by itself.',
  },
  'update.client': {
    status: 409,
    vi: 'Bản làm việc trên máy này không khớp máy chủ; trang sẽ tự dựng lại.',
    en: 'The replica on this device does not match the server; it is rebuilt.',
  },
  'update.shape': {
    status: 422,
    vi: 'Thay đổi có dạng không được phép. Hãy tải lại trang.',
    en: 'The change has a shape that is not permitted. Reload the page.',
  },
  'update.malformed': { status: 400, vi: 'Dữ liệu gửi lên bị hỏng. Hãy tải lại trang.', en: 'The data sent is damaged. Reload the page.' },
  limit: {
    status: 429,
    vi: 'Quá nhiều thao tác cùng lúc. Hãy đợi một chút rồi thử lại.',
    en: 'Too much at once. Wait a moment and try again.',
  },
  // session
  'session.invalid': { status: 401, vi: 'Tên đăng nhập hoặc mật khẩu không đúng.', en: 'Wrong user name or password.' },
  'session.required': {
    status: 401,
    vi: 'Cần đăng nhập. Việc chưa gửi vẫn được giữ trên máy này.',
    en: 'Sign in first. Unsent work is kept on this device.',
  },
  'session.expired': {
    status: 401,
    vi: 'Phiên làm việc đã hết hạn. Hãy đăng nhập lại; việc chưa gửi vẫn còn.',
    en: 'The session has expired. Sign in again; unsent work is kept.',
  },
  'session.step-up': {
    status: 403,
    vi: 'Việc này cần đăng nhập lại trong vòng 5 phút. Hãy nhập mật khẩu lần nữa.',
    en: 'This needs a sign-in less than five minutes old. Enter the password again.',
  },
  'session.locked': {
    status: 429,
    vi: 'Sai mật khẩu quá nhiều lần. Hãy thử lại sau 15 phút.',
    en: 'Too many wrong passwords. Try again in 15 minutes.',
  },
  'session.otp': {
    status: 401,
    vi: 'Hãy nhập mã xác thực 6 số của ứng dụng, hoặc một mã dự phòng.',
    en: 'Enter the six digits of your authenticator, or a recovery code.',
  },
  'account.password': {
    status: 403,
    vi: 'Mật khẩu này chỉ dùng được một lần. Hãy đặt mật khẩu của riêng thầy cô trước.',
    en: 'This password works once. Set one of your own first.',
  },
  'account.second-factor': {
    status: 403,
    vi: 'Tài khoản có nhiệm vụ này cần yếu tố xác thực thứ hai. Hãy đăng ký trước khi làm việc khác.',
    en: 'An account with this role needs a second factor. Enrol first.',
  },
  'account.unknown': { status: 404, vi: 'Không có tài khoản này.', en: 'There is no such account.' },
  'account.exists': { status: 409, vi: 'Đã có tài khoản với tên này.', en: 'There is an account of this name already.' },
  'role.conflict': {
    status: 409,
    vi: 'Quản trị hệ thống không được giữ thêm vai trò nào khác. Hãy tạo cho người đó một tài khoản thứ hai.',
    en: 'A system administrator holds no other role. Give the person a second account.',
  },
  'assignment.invalid': {
    status: 422,
    vi: 'Phân công không hợp lệ: kiểm tra người, lớp, môn và ngày.',
    en: 'The assignment is invalid: check person, class, subject and dates.',
  },
  'assignment.unknown': {
    status: 404,
    vi: 'Không có phân công này vào ngày đó.',
    en: 'There is no such assignment on that day.',
  },
  'setup.closed': { status: 409, vi: 'Trường đã được thiết lập.', en: 'The school has been set up already.' },
  'setup.code': {
    status: 403,
    vi: 'Mã thiết lập không đúng. Hãy dùng liên kết in ra khi khởi động máy chủ.',
    en: 'The set-up code is wrong. Use the link printed at the start of the server.',
  },
  'verify.limits': {
    status: 422,
    vi: 'Tệp này tốn quá nhiều thời gian hoặc bộ nhớ nên không kiểm tra được.',
    en: 'The file takes too much time or memory to check.',
  },
  'password.weak': {
    status: 422,
    vi: 'Mật khẩu quá ngắn hoặc quá dễ đoán. Hãy chọn một câu dài ít nhất 12 ký tự.',
    en: 'The password is too short or too easy to guess: take a phrase of 12 characters or more.',
  },
  'factor.code': {
    status: 422,
    vi: 'Mã chưa khớp. Kiểm tra giờ của điện thoại rồi nhập mã đang hiện.',
    en: 'The code does not match. Check the clock of your phone and enter the present code.',
  },
  'factor.state': {
    status: 409,
    vi: 'Chưa có khóa nào chờ xác nhận. Hãy bắt đầu đăng ký lại.',
    en: 'No secret waits to be confirmed. Start the enrolment again.',
  },
  'factor.people': {
    status: 409,
    vi: 'Việc này cần hai người khác nhau, và không phải chính người có tài khoản.',
    en: 'This takes two different people, neither of them the holder of the account.',
  },
  'session.unknown': { status: 404, vi: 'Phiên này không còn nữa.', en: 'There is no such session any more.' },
  // requests
  'request.invalid': { status: 400, vi: 'Yêu cầu không đúng mẫu.', en: 'The request has the wrong shape.' },
  'request.origin': {
    status: 403,
    vi: 'Yêu cầu đến từ một trang khác nên bị từ chối.',
    en: 'The request comes from another site and was refused.',
  },
  'request.too-large': { status: 413, vi: 'Tệp quá lớn (tối đa 16 MiB).', en: 'The file is too large (16 MiB at most).' },
  'route.unknown': { status: 404, vi: 'Không có địa chỉ này.', en: 'There is no such address.' },
  internal: {
    status: 500,
    vi: 'Máy chủ gặp lỗi. Không có thay đổi nào được ghi nhận; hãy thử lại.',
    en: 'The server failed. Nothing was changed; try again.',
  },
  'store.full': {
    status: 507,
    vi: 'Ổ đĩa máy chủ đã đầy hoặc hỏng. Thay đổi được giữ trên máy này và chưa lưu vào sổ; báo ngay cho quản trị.',
    en: 'The disk of the server is full or failing. Changes stay on this device; tell the administrator.',
  },
  'store.unavailable': {
    status: 503,
    vi: 'Kho dữ liệu tạm thời không ghi được. Hãy thử lại sau.',
    en: 'The store cannot be written at present. Try again later.',
  },
  // grids, orders
  'grid.unknown': { status: 404, vi: 'Không có bảng điểm này.', en: 'There is no such grid.' },
  'grid.incomplete': {
    status: 409,
    vi: 'Bảng điểm còn ô trống; danh sách kèm theo.',
    en: 'The grid has empty cells; the list is attached.',
  },
  'grid.term': {
    status: 409,
    vi: 'Phải chốt học kì I của lớp và môn này trước.',
    en: 'Term 1 of this class and subject must be frozen first.',
  },
  'grid.state': {
    status: 409,
    vi: 'Trạng thái của bảng điểm không cho phép thao tác này.',
    en: 'The state of the grid does not allow this.',
  },
  'grid.unsigned': {
    status: 409,
    vi: 'Còn bảng điểm chưa chốt hoặc chưa đủ chữ ký; danh sách kèm theo.',
    en: 'Some grids are not frozen or not fully signed; the list is attached.',
  },
  'order.missing': { status: 409, vi: 'Chưa có lệnh của hiệu trưởng cho việc này.', en: 'There is no order of the principal for this.' },
  'order.expired': { status: 409, vi: 'Lệnh của hiệu trưởng đã hết hạn.', en: 'The order of the principal has expired.' },
  // signing
  'signing.order': {
    status: 409,
    vi: 'Chưa đến lượt ký này, hoặc không phải phần của thầy cô.',
    en: 'This signature is not due yet, or not yours.',
  },
  'batch.unknown': { status: 404, vi: 'Không có đợt ký này hoặc mã đã hết hạn.', en: 'There is no such batch or its code has expired.' },
  'pin.wrong': {
    status: 403,
    vi: 'Sai mã PIN. Không tự thử lại; kiểm tra kỹ trước khi nhập lần nữa.',
    en: 'Wrong PIN. It is never retried by itself; check before entering it again.',
  },
  'pin.locked': {
    status: 403,
    vi: 'Nhập sai PIN quá nhiều lần; chứng thư tạm khóa trên máy ký.',
    en: 'Too many wrong PINs; the credential is locked on the signing computer.',
  },
  'pin.low': {
    status: 409,
    vi: 'Thiết bị ký chỉ còn ít lần thử PIN trước khi khóa. Chỉ nhập tiếp khi chắc chắn, và xác nhận điều đó.',
    en: 'Few tries remain before the token locks. Go on only if you are sure, and say so.',
  },
  'key.busy': {
    status: 409,
    vi: 'Thiết bị ký đang được dùng cho một đợt ký khác. Hãy đợi đợt đó xong.',
    en: 'The token is in use for another batch. Wait until that one is over.',
  },
  'credential.unfit': {
    status: 409,
    vi: 'Khóa hoặc chứng thư này không đủ điều kiện để ký.',
    en: 'This key or certificate does not meet the conditions for signing.',
  },
  'remote.rejected': {
    status: 409,
    vi: 'Người ký đã từ chối trên điện thoại. Không có gì được ký.',
    en: 'The signer refused on the telephone. Nothing was signed.',
  },
  'remote.expired': {
    status: 409,
    vi: 'Hết thời gian chờ xác nhận trên điện thoại. Hãy mở đợt ký lại.',
    en: 'Nobody confirmed on the telephone in time. Open the batch again.',
  },
  'remote.partial': {
    status: 409,
    vi: 'Dịch vụ ký số không trả đủ chữ ký; phần còn thiếu sẽ ký lại.',
    en: 'The signing service did not return every signature; sign the rest again.',
  },
  'remote.failed': {
    status: 502,
    vi: 'Dịch vụ ký số từ xa không trả lời đúng. Hãy thử lại sau.',
    en: 'The remote signing service did not answer properly. Try again later.',
  },
  'certificate.undeclared': {
    status: 409,
    vi: 'Chứng thư số này chưa được khai báo và phê duyệt ở trường. Chưa ký gì; hãy đề nghị hiệu trưởng phê duyệt ở trang Chứng thư.',
    en: 'This certificate has not been declared to the school and approved. Nothing was signed; ask the principal to approve it.',
  },
  'certificate.disabled': {
    status: 409,
    vi: 'Chứng thư số này đã bị vô hiệu ở trường và không được dùng để ký.',
    en: 'This certificate was disabled by the school and may not sign.',
  },
  'certificate.unknown': {
    status: 404,
    vi: 'Không có chứng thư số này trong danh bạ.',
    en: 'There is no such certificate in the directory.',
  },
  'certificate.state': {
    status: 409,
    vi: 'Chứng thư số không ở trạng thái cho phép việc này; hãy tải lại trang.',
    en: 'The certificate is not in a state that permits this; reload the page.',
  },
  'timestamp.failed': {
    status: 502,
    vi: 'Không lấy được dấu thời gian dùng được. Chưa ký gì; hãy thử lại sau hoặc báo quản trị.',
    en: 'No usable time stamp was obtained. Nothing was signed; try again later or tell the administrator.',
  },
  'credential.missing': {
    status: 409,
    vi: 'Chưa có chứng thư số cho người này trên máy ký.',
    en: 'The signing computer has no credential for this person.',
  },
  'pairing.code': {
    status: 403,
    vi: 'Mã ghép nối không đúng, đã dùng hoặc đã hết hạn. Hãy tạo mã mới trên trang Ký số.',
    en: 'The pairing code is wrong, used or expired. Make a new one on the signing page.',
  },
  'pairing.unknown': { status: 404, vi: 'Không có máy ký này.', en: 'There is no such paired computer.' },
  'digest.mismatch': {
    status: 409,
    vi: 'Dữ liệu cần ký không khớp mã băm của bản chốt; dừng ký và báo quản trị.',
    en: 'The data to sign does not match the digest of the snapshot; signing stopped.',
  },
  'artefact.invalid': { status: 422, vi: 'Tệp đã ký không qua được kiểm tra.', en: 'The signed file does not pass verification.' },
  'agent.offline': {
    status: 503,
    vi: 'Máy ký chưa chạy. Hãy khởi động tác tử ký rồi thử lại.',
    en: 'The signing agent is not running. Start it and try again.',
  },
  // amendments, transcripts
  'amendment.unknown': { status: 404, vi: 'Không có đề nghị chỉnh lý này.', en: 'There is no such amendment.' },
  'amendment.state': { status: 409, vi: 'Đề nghị chỉnh lý không ở bước này.', en: 'The amendment is not at this step.' },
  'amendment.digest': {
    status: 409,
    vi: 'Nội dung đề nghị không phải bản thầy cô đã xem. Hãy mở lại và đọc kỹ.',
    en: 'The content is not what you were shown. Open it again.',
  },
  'amendment.open': {
    status: 409,
    vi: 'Bảng điểm chưa chốt: hãy sửa trực tiếp trong bảng.',
    en: 'The grid is not frozen: edit it directly.',
  },
  'amendment.conflict': {
    status: 409,
    vi: 'Ô điểm đã thay đổi sau khi lập đề nghị. Hãy lập đề nghị mới.',
    en: 'A cell has changed since the request. Make a new one.',
  },
  'transcript.unknown': { status: 404, vi: 'Không có học bạ này.', en: 'There is no such transcript.' },
  'transcript.form': {
    status: 409,
    vi: 'Học bạ tiểu học (Thông tư 27) chưa lập được ở đây; bảng kết quả đã chốt và ký vẫn có đủ giá trị.',
    en: 'A primary transcript (Circular 27) cannot be made here yet; frozen and signed grids stand on their own.',
  },
  'transcript.state': {
    status: 409,
    vi: 'Trạng thái của học bạ không cho phép thao tác này.',
    en: 'The state of the transcript does not allow this.',
  },
  'artefact.unknown': { status: 404, vi: 'Không có tệp này.', en: 'There is no such file.' },
  // workbooks, command line
  'workbook.corrupt': {
    status: 422,
    vi: 'Không đọc được tệp: hãy lưu lại bằng Excel hoặc LibreOffice ở dạng .xlsx.',
    en: 'The workbook cannot be read: save it again as .xlsx.',
  },
  'workbook.header': { status: 422, vi: 'Dòng tiêu đề không đúng mẫu.', en: 'The header row does not match the template.' },
  'workbook.rows': {
    status: 422,
    vi: 'Một số dòng bị từ chối; không dòng nào của trang tính đó được ghi.',
    en: 'Some rows were refused; nothing of that sheet was written.',
  },
  'student.unknown': { status: 422, vi: 'Không có học sinh này trong lớp.', en: 'There is no such student in the class.' },
  'import.pid': {
    status: 422,
    vi: 'Mã định danh phải có đúng 12 chữ số và không trùng.',
    en: 'A personal id has exactly 12 digits and is unique.',
  },
  'import.name': {
    status: 422,
    vi: 'Họ và tên không khớp với mã học sinh.',
    en: 'The name does not belong to this student id.',
  },
  'import.duplicate': {
    status: 422,
    vi: 'Dòng này trùng với một dòng hoặc một học sinh khác.',
    en: 'This row repeats another row or student.',
  },
  'import.class': {
    status: 422,
    vi: 'Tên lớp không hợp lệ hoặc không khớp với mã học sinh.',
    en: 'The class is invalid or does not match the student id.',
  },
  'file.unreadable': { status: 422, vi: 'Không đọc được tệp.', en: 'The file cannot be read.' },
  'credential.invalid': { status: 422, vi: 'Tệp không phải là chứng thư PKCS#12 (.p12).', en: 'The file is not a PKCS#12 credential.' },
  'server.unreachable': {
    status: 503,
    vi: 'Không kết nối được máy chủ. Hãy khởi động máy chủ rồi thử lại.',
    en: 'The server cannot be reached. Start it and try again.',
  },
  'server.running': { status: 409, vi: 'Máy chủ đang chạy. Hãy dừng máy chủ trước.', en: 'The server is running. Stop it first.' },
  'feature.later': { status: 501, vi: 'Chức năng này sẽ có ở phiên bản sau.', en: 'This comes with a later version.' },
  'port.used': { status: 500, vi: 'Cổng đã có chương trình khác dùng.', en: 'The port is used by another program.' },
  'data.empty': {
    status: 500,
    vi: 'Thư mục dữ liệu chưa có trường nào. Đặt HOCBA_DEMO=1 để tạo trường mẫu, hoặc khôi phục từ bản sao lưu.',
    en: 'The data folder holds no school yet. Set HOCBA_DEMO=1 for the demo school, or restore a backup.',
  },
  'data.version': {
    status: 500,
    vi: 'Thư mục dữ liệu do một bản Hocba khác tạo ra, bản này không đọc được. Hãy chạy đúng bản đó, hoặc chọn thư mục khác (HOCBA_DATA_DIR).',
    en: 'The data folder was made by another version of Hocba. Run that version, or choose another folder (HOCBA_DATA_DIR).',
  },
  'log.range': {
    status: 404,
    vi: 'Sổ nhật ký không có mục này.',
    en: 'The log has no such entry.',
  },
  'log.rewound': {
    status: 503,
    vi: 'Máy chủ thiếu những mục mà sổ nhật ký đã từng có (có thể vừa khôi phục từ bản sao lưu cũ). Tạm ngừng ghi cho đến khi hiệu trưởng mở kỳ mới; thay đổi của thầy cô vẫn ở trên máy này.',
    en: 'The server lacks entries that the log once had (perhaps after a restore from an old backup). Nothing is written until the principal opens a new line; your changes stay on this computer.',
  },
  'log.note': {
    status: 400,
    vi: 'Đây không phải mốc xác nhận do máy ký của trường ký.',
    en: 'This is no checkpoint signed by the school’s signing agent.',
  },
  'log.forked': {
    status: 409,
    vi: 'Mốc mới của sổ nhật ký không nối tiếp mốc cũ: lịch sử trên máy chủ đã bị sửa.',
    en: 'The new head of the log does not continue the old one: the history on the server was rewritten.',
  },
  'log.kept': {
    status: 409,
    vi: 'Mục này của nhật ký phải lưu giữ: chỉ xóa được nội dung các lượt xem và cảnh báo đăng nhập, của người đã thôi việc, từ năm học trước.',
    en: 'This entry of the log must be kept: only looks and sign-in warnings of people who have left, from earlier school years, can be erased.',
  },
  'data.unwritable': { status: 500, vi: 'Không ghi được vào thư mục dữ liệu.', en: 'The data folder cannot be written.' },
} as const satisfies Record<string, { readonly status: number; readonly vi: string; readonly en: string }>

export type FaultCode = keyof typeof faults

export const isFaultCode = (code: string): code is FaultCode => Object.hasOwn(faults, code)

/** A refusal that a person may have caused and can act on; `detail` and `extra` add the place to the sentence. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: FaultCode
  readonly extra: Readonly<Record<string, unknown>>

  constructor(
    code: FaultCode,
    options: { readonly detail?: string; readonly extra?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {},
  ) {
    super(options.detail ?? faults[code].vi, { cause: options.cause })
    this.code = code
    this.extra = options.extra ?? {}
  }

  get status(): number {
    return faults[this.code].status
  }
}
