const zone = 'Asia/Ho_Chi_Minh'

const locale = (language: string): string => (language === 'en' ? 'en-GB' : 'vi-VN')

/** `12/12/2025 08:30`, in the school's zone whatever the laptop thinks. */
export function showTime(language: string, at: string): string {
  return new Intl.DateTimeFormat(locale(language), { dateStyle: 'short', timeStyle: 'short', timeZone: zone }).format(new Date(at))
}

export function showDay(language: string, at: string): string {
  return new Intl.DateTimeFormat(locale(language), { dateStyle: 'short', timeZone: zone }).format(new Date(at))
}
