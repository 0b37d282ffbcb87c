import type { SigningMoment } from '../certificate/revocation.ts'
import type { Journal } from '../journal.ts'
import type { VerifyOptions } from '../options.ts'
import { type TokenRefusal, judgeToken } from './judge.ts'

export interface Stamped {
  readonly label: string
  /** As the signer wrote it. */
  readonly claimed: Date
  /** DER of the token beside the signature. */
  readonly token: Uint8Array | undefined
  /** What the token must be over. */
  readonly octets: Uint8Array
}

const reasons: Readonly<Record<TokenRefusal, string>> = {
  unreadable: 'không đọc được',
  imprint: 'là của chữ ký khác',
  nonce: 'không trả lời đúng yêu cầu',
  policy: 'theo chính sách khác',
  signature: 'không mang chữ ký đúng của dịch vụ',
  usage: 'do chứng thư không dành cho dấu thời gian ký',
  path: 'do dịch vụ không nằm trong danh sách tin cậy cấp',
  validity: 'do chứng thư không có hiệu lực lúc đó ký',
  revoked: 'do chứng thư đã bị thu hồi ký',
  future: 'ở tương lai',
}

/** Clocks of two computers may differ by this much. */
const skew = 5 * 60_000

/** The moment that everything about a signature is judged by: a good token's, else the claimed one. A bad token is never passed over. */
export async function momentOf(
  journal: Journal,
  { label, claimed, token, octets }: Stamped,
  options: VerifyOptions,
): Promise<SigningMoment> {
  const claim = { date: claimed, source: 'claimed' } as const
  if (token === undefined) return claim
  const { trust, at, status, cryptography } = options
  const verdict = await judgeToken(token, { stamped: octets, trust, at, status, cryptography })
  switch (verdict.state) {
    case 'bad':
      journal.fail('timestamp.token', `${label}: dấu thời gian ${reasons[verdict.reason]}; không dùng được.`)
      return claim
    case 'unknown':
      journal.add('timestamp.token', 'unknown', `${label}: chưa xác định được tình trạng thu hồi của dịch vụ dấu thời gian; cần CRL mới.`)
      return claim
    case 'unasked':
      journal.add('timestamp.token', 'note', `${label}: có dấu thời gian, chưa có chứng thư tin cậy của dịch vụ để kiểm tra.`)
      return claim
    case 'good':
      journal.pass('timestamp.token', `Dấu thời gian do ${verdict.authority} cấp.`)
      journal.require(
        'signature.time',
        claimed.getTime() <= verdict.time.getTime() + skew,
        `${label}: thời điểm khai muộn hơn dấu thời gian; kiểm tra đồng hồ máy ký.`,
      )
      return { date: verdict.time, source: 'timestamped' }
  }
}

/** RFC 3339 of the moment: the text as signed for a claim. */
export const momentText = (moment: SigningMoment, written: string): string =>
  moment.source === 'claimed' ? written : moment.date.toISOString().replace(/\.000Z$/, 'Z')
