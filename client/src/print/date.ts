const zone = 'Asia/Ho_Chi_Minh'

const partsOf = (at: Date): Readonly<Record<string, string>> =>
  Object.fromEntries(
    new Intl.DateTimeFormat('vi-VN', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )

/** `ngày 05 tháng 09 năm 2025`, as forms are dated. */
export function printedDay(at: Date): string {
  const { day, month, year } = partsOf(at)
  return `ngày ${day} tháng ${month} năm ${year}`
}

/** `14:05 05/09/2025` */
export function printedTime(at: Date): string {
  const { hour, minute, day, month, year } = partsOf(at)
  return `${hour}:${minute} ${day}/${month}/${year}`
}
