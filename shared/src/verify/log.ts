import { type Leaf, type LogProof, openProof, standingOf } from '../log/index.ts'
import type { Snapshot } from '../snapshot/index.ts'
import type { Cryptography } from './cryptography.ts'
import type { Journal } from './journal.ts'
import type { VerifyOptions } from './options.ts'

/** What the file carries of the school's log. */
export interface Recorded {
  readonly digest: string
  readonly proof: LogProof | undefined
  /** A PDF says no more of its snapshot than the digest. */
  readonly snapshot?: Snapshot
}

/** That the snapshot stands in the log under a checkpoint which the school's agent signed (WATCH-2). A wrong proof is never a note. */
export async function judgeLog(
  journal: Journal,
  { digest, proof, snapshot }: Recorded,
  log: VerifyOptions['log'],
  cryptography: Cryptography,
): Promise<void> {
  if (proof === undefined) {
    const outcome = log === undefined ? 'note' : 'unknown'
    return journal.add('log.inclusion', outcome, 'Tệp không mang chứng minh rằng dữ liệu có trong nhật ký của trường; hãy hỏi nhà trường.')
  }
  const proven = await openProof(proof, (bytes) => cryptography.digest('SHA-256', bytes))
  if (!proven.ok) return journal.fail('log.inclusion', 'Chứng minh nhật ký không dẫn từ mục ghi tới mốc đã nêu.')
  const { leaf, checkpoint } = proven.value
  if (leaf.digest !== digest || !tellsOf(leaf, snapshot)) return journal.fail('log.inclusion', 'Mục nhật ký nói về dữ liệu khác.')
  const place = `mục ${proof.index + 1} của nhật ký, mốc ${checkpoint.size} mục`
  if (log === undefined) {
    return journal.add('log.inclusion', 'note', `Không hỏi: có chứng minh (${place}), chưa có khóa nhật ký của trường để kiểm tra mốc.`)
  }
  switch (await standingOf(proof.note, log.key, log.check)) {
    case 'signed':
      return journal.pass('log.inclusion', `Dữ liệu có trong nhật ký của trường: ${place}.`)
    case 'forged':
      return journal.fail('log.inclusion', 'Mốc nhật ký không mang chữ ký đúng của trường.')
    case 'foreign':
      return journal.add('log.inclusion', 'unknown', 'Mốc nhật ký do khóa khác ký; hãy dùng khóa nhật ký của trường đã lập tệp.')
  }
}

/** A grid's entry names the place in the grid that the snapshot names. */
function tellsOf({ place }: Leaf, snapshot: Snapshot | undefined): boolean {
  if (snapshot?.format !== 'hocba-grid-1') return true
  return place?.grid === snapshot.grid && place.seq === snapshot.seq && place.epoch === snapshot.epoch
}
