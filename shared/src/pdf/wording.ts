import type { TranscriptSnapshot } from '../snapshot/index.ts'

/** `12/01/2026` in Vietnam's time. */
export function dayOf(time: string): string {
  const { year, month, day } = vietnamTime(time)
  return `${day}/${month}/${year}`
}

/** `12/01/2026 08:30:05 +07:00` */
export function momentOf(time: string): string {
  const { year, month, day, clock } = vietnamTime(time)
  return `${day}/${month}/${year} ${clock} +07:00`
}

/** `Quận 3, ngày 12 tháng 01 năm 2026` */
export function placeAndDate(place: string, time: string): string {
  const { year, month, day } = vietnamTime(time)
  return `${place}, ngày ${day} tháng ${month} năm ${year}`
}

function vietnamTime(time: string): { readonly year: string; readonly month: string; readonly day: string; readonly clock: string } {
  // The school's own times are Vietnam's already.
  const shifted = time.endsWith('+07:00') ? time : new Date(Date.parse(time) + 7 * 3_600_000).toISOString()
  return { year: shifted.slice(0, 4), month: shifted.slice(5, 7), day: shifted.slice(8, 10), clock: shifted.slice(11, 19) }
}

/** `2014-03-09` becomes `09/03/2014`. */
export const birthDay = (date: string): string => date.split('-').toReversed().join('/')

const levels: Readonly<Record<string, string>> = { T: 'Tốt', K: 'Khá', D: 'Đạt', CD: 'Chưa đạt' }

export const levelName = (code: unknown): string => (typeof code === 'string' ? (levels[code] ?? code) : '')

export const termName = (term: string): string => (term === 'HK1' ? 'Học kì I' : 'Học kì II')

const promotions: Readonly<Record<NonNullable<TranscriptSnapshot['promotion']>, string>> = {
  promoted: 'Được lên lớp',
  retained: 'Không được lên lớp',
  're-assessment': 'Kiểm tra, đánh giá lại trong kì nghỉ hè',
  'summer-training': 'Rèn luyện trong kì nghỉ hè',
  'decision-required': 'Chờ hiệu trưởng quyết định',
}

export const promotionName = (code: TranscriptSnapshot['promotion']): string => (code === null ? 'Chưa xác định' : promotions[code])

const titles: Readonly<Record<NonNullable<TranscriptSnapshot['title']>, string>> = { XS: 'Học sinh Xuất sắc', G: 'Học sinh Giỏi' }

export const titleName = (code: TranscriptSnapshot['title']): string => (code === null ? 'Không' : titles[code])
