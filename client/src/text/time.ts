const zone = 'Asia/Ho_Chi_Minh'
const day = { day: '2-digit', month: '2-digit', year: 'numeric' } as const

const locale = (language: string): string => (language === 'en' ? 'en-GB' : 'vi-VN')

/** `12/12/2025 08:30`, in the school's zone whatever the laptop thinks. */
export function showTime(language: string, at: string): string {
  return new Intl.DateTimeFormat(locale(language), { ...day, hour: '2-digit', minute: '2-digit', timeZone: zone }).format(new Date(at))
}

export function showDay(language: string, at: string): string {
  return new Intl.DateTimeFormat(locale(language), { ...day, timeZone: zone }).format(new Date(at))
}

/** `08:30:12`, for what changed a moment ago. */
export const showClock = (language: string, at: Date): string =>
  new Intl.DateTimeFormat(locale(language), { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: zone }).format(at)
