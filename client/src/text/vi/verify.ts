export const verify = {
  title: 'Kiểm tra tệp',
  lead: 'Kiểm tra học bạ hoặc bảng điểm đã ký (XML, PDF). Việc kiểm tra chạy ngay trên máy này; tệp không được gửi đi đâu.',
} as const
