export const verify = {
  title: 'Kiểm tra tệp',
  lead: 'Dùng cho học bạ và bảng điểm đã ký số của nhà trường, dạng XML hoặc PDF.',
} as const
