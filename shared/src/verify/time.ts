import type { Journal } from './journal.ts'
import { signingRoles } from '../signing/index.ts'
import type { SignedBy } from './signer.ts'

const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/

/** RFC 3339 with a zone, or `undefined`. */
export function parseInstant(text: string): Date | undefined {
  const date = pattern.test(text) ? new Date(text) : undefined
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date
}

/** Clocks of two computers may differ by this much. */
const skew = 5 * 60_000

/** Not in the future, and never before a role that had to sign earlier (001 art. 12.1-12.3); gives back the labels of those that are. */
export function judgeTimes(journal: Journal, signers: readonly SignedBy[], at: Date): ReadonlySet<string> {
  const wrong = new Set<string>()
  for (const { label, moment } of signers) {
    const past = moment.date.getTime() <= at.getTime() + skew
    if (!journal.require('signature.time', past, `${label}: thời điểm ký ở tương lai.`)) wrong.add(label)
  }
  for (const later of signers) {
    const early = signers.find((one) => rank(one) < rank(later) && isBefore(later, one))
    const inOrder = early === undefined
    if (!journal.require('signature.time', inOrder, `${later.label}: ký trước ${early?.label ?? ''} dù vai trò phải ký sau.`))
      wrong.add(later.label)
  }
  journal.pass('signature.time', 'Mỗi chữ ký có một thời điểm ký, đúng thứ tự vai trò.')
  const claimed = signers.filter(({ moment }) => moment.source === 'claimed').length
  if (claimed === 0) journal.pass('signature.timesource', 'Thời điểm của mọi chữ ký có dấu thời gian xác nhận.')
  else journal.add('signature.timesource', 'note', `Thời điểm của ${claimed} chữ ký do người ký khai, chưa có dấu thời gian xác nhận.`)
  return wrong
}

/** Claims are compared with claims and stamps with stamps: a stamp follows its claim by as long as the signing took. */
function isBefore(a: SignedBy, b: SignedBy): boolean {
  const areStamped = a.moment.source === 'timestamped' && b.moment.source === 'timestamped'
  return a.claimed < b.claimed || (areStamped && a.moment.date < b.moment.date)
}

const rank = ({ role }: SignedBy): number => signingRoles.indexOf(role)
