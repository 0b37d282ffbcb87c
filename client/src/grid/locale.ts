/** AG Grid's own words, as far as our grids can show them: its whole translation would be one more file before the first cell. */
export const vietnamese: Readonly<Record<string, string>> = {
  ariaInputEditor: 'Trình chỉnh sửa đầu vào',
  ariaColumnGroupExpansion: 'Nhấn ENTER để mở rộng hoặc thu gọn nhóm cột này',
  loadingOoo: 'Đang tải...',
  noRowsToShow: 'Không có hàng để hiển thị',
}

/** English is its default. */
export const localeOf = (language: string): Record<string, string> => (language === 'en' ? {} : { ...vietnamese })
