import type { SecondarySubjectId } from '@hocba/shared/school'

/** How well a term went, for the choice of words. */
export type Standing = 'excellent' | 'good' | 'fair' | 'pass' | 'weak'

type Words = readonly [string, ...string[]]

export const openings: Readonly<Record<Standing, Words>> = {
  excellent: ['Nắm kiến thức rất chắc, tư duy tốt.', 'Học tập xuất sắc, luôn chủ động tìm hiểu thêm.', 'Có năng lực nổi trội, tự học tốt.'],
  good: ['Nắm vững kiến thức, vận dụng tốt.', 'Tiếp thu nhanh, tích cực xây dựng bài.', 'Chăm học, hoàn thành tốt các nhiệm vụ học tập.'],
  fair: ['Nắm được kiến thức cơ bản, có ý thức học tập.', 'Tiếp thu bài khá, cần mạnh dạn phát biểu hơn.', 'Có tiến bộ so với đầu kì.'],
  pass: [
    'Nắm được một số kiến thức cơ bản, còn chậm khi vận dụng.',
    'Có cố gắng nhưng kết quả chưa đều.',
    'Cần tập trung hơn trong giờ học.',
  ],
  weak: [
    'Kiến thức còn nhiều chỗ hổng, cần được kèm cặp thêm.',
    'Chưa chăm học, thường thiếu bài tập về nhà.',
    'Cần dành nhiều thời gian ôn lại kiến thức cơ bản.',
  ],
}

/** What is said of a subject: to those who do well, and to those who should work at it. */
export const details: Readonly<Record<Exclude<SecondarySubjectId, 'GVCN'>, { readonly praise: Words; readonly advice: Words }>> = {
  VAN: {
    praise: ['Cảm thụ văn bản tinh tế, diễn đạt mạch lạc.', 'Viết bài có cảm xúc, vốn từ phong phú.'],
    advice: ['Cần đọc thêm sách và luyện viết đoạn văn.', 'Cần chú ý lỗi chính tả và cách dùng dấu câu.'],
  },
  TOAN: {
    praise: ['Tính toán nhanh và chính xác, lập luận chặt chẽ.', 'Giải được các bài toán nâng cao.'],
    advice: ['Cần luyện thêm kĩ năng tính toán và trình bày lời giải.', 'Cần ôn lại phân số và các phép tính cơ bản.'],
  },
  NN1: {
    praise: ['Phát âm tốt, tự tin khi giao tiếp.', 'Vốn từ khá rộng, viết câu đúng ngữ pháp.'],
    advice: ['Cần học từ vựng thường xuyên và luyện nghe thêm.', 'Cần mạnh dạn nói tiếng Anh trong giờ học.'],
  },
  GDCD: {
    praise: ['Biết vận dụng bài học vào cuộc sống.', 'Có ý kiến riêng, biết lắng nghe bạn.'],
    advice: ['Cần liên hệ bài học với việc làm hằng ngày.', 'Cần tham gia thảo luận nhóm tích cực hơn.'],
  },
  LSDL: {
    praise: ['Nhớ sự kiện tốt, biết đọc và phân tích bản đồ.', 'Trình bày được quan hệ nhân quả của sự kiện.'],
    advice: ['Cần rèn kĩ năng đọc bản đồ và lược đồ.', 'Cần lập dàn ý khi học bài để dễ nhớ hơn.'],
  },
  KHTN: {
    praise: ['Thao tác thí nghiệm cẩn thận, giải thích được hiện tượng.', 'Ham tìm hiểu, đặt được câu hỏi hay.'],
    advice: ['Cần ghi chép kết quả thí nghiệm đầy đủ hơn.', 'Cần luyện giải thích hiện tượng bằng kiến thức đã học.'],
  },
  CN: {
    praise: ['Sản phẩm thực hành đẹp, đúng yêu cầu.', 'Khéo léo, biết sắp xếp công việc hợp lí.'],
    advice: ['Cần hoàn thành sản phẩm thực hành đúng hạn.', 'Cần chú ý an toàn khi thực hành.'],
  },
  TIN: {
    praise: ['Thao tác máy tính thành thạo, trình bày sản phẩm đẹp.', 'Có tư duy thuật toán tốt.'],
    advice: ['Cần thực hành thêm ở nhà.', 'Cần đọc kĩ yêu cầu trước khi làm bài trên máy.'],
  },
  GDTC: {
    praise: ['Thực hiện tốt các động tác, thể lực tốt.', 'Tích cực luyện tập, có tinh thần đồng đội.'],
    advice: ['Cần luyện tập thể lực đều đặn.', 'Cần tham gia đầy đủ các bài kiểm tra thể lực.'],
  },
  NT: {
    praise: ['Hát đúng cao độ, có cảm thụ âm nhạc; bài vẽ có sáng tạo.', 'Biết phối màu hài hòa, biểu diễn tự tin.'],
    advice: ['Cần hoàn thành bài vẽ và luyện hát đúng nhịp.', 'Cần mang đủ dụng cụ học tập.'],
  },
  GDDP: {
    praise: ['Hiểu biết về lịch sử và danh thắng của tỉnh.', 'Tích cực tìm hiểu lễ hội và làng nghề địa phương.'],
    advice: ['Cần tìm hiểu thêm về địa phương nơi em sống.', 'Cần nộp bài thu hoạch đầy đủ.'],
  },
  HDTN: {
    praise: ['Tham gia tích cực các hoạt động, biết hợp tác.', 'Biết lập kế hoạch và phân công trong nhóm.'],
    advice: ['Cần tham gia đầy đủ các hoạt động của lớp.', 'Cần mạnh dạn nhận nhiệm vụ trong nhóm.'],
  },
}

/** The homeroom teacher's remark by conduct (Circular 22 art. 8). */
export const bearings: Readonly<Record<'T' | 'K' | 'D' | 'CD', Words>> = {
  T: [
    'Ngoan, lễ phép, thực hiện tốt nội quy; nhiệt tình với việc chung của lớp.',
    'Chấp hành tốt nội quy, đoàn kết với bạn bè, có tinh thần trách nhiệm.',
    'Trung thực, chăm chỉ, là tấm gương tốt cho các bạn.',
  ],
  K: [
    'Ngoan, có ý thức rèn luyện; đôi khi còn nói chuyện riêng trong giờ.',
    'Thực hiện khá tốt nội quy, cần đi học đúng giờ hơn.',
    'Hòa đồng với bạn bè, cần mạnh dạn hơn trong hoạt động tập thể.',
  ],
  D: [
    'Đã có cố gắng rèn luyện; còn vi phạm nội quy, cần nghiêm túc hơn.',
    'Cần tự giác học tập và tham gia trực nhật đầy đủ.',
    'Thỉnh thoảng nghỉ học không phép, cần gia đình phối hợp nhắc nhở.',
  ],
  CD: ['Nhiều lần vi phạm nội quy dù đã được nhắc nhở; cần rèn luyện trong hè với sự phối hợp của gia đình.'],
}
