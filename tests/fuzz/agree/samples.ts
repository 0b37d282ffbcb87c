import type { Snapshot } from '@hocba/shared/snapshot'
import { gridSnapshot, signersOf, transcriptSnapshot } from '../../conformance/signing/snapshots.ts'
import type { Random } from '../../property/document/support/random.ts'

const leaders = ['gv.van', 'hieutruong', 'vanthu'] as const
const grids: readonly (readonly [id: string, ...signers: string[]])[] = [
  ['2025-6A.TOAN.HK1', 'gv.toan', ...leaders],
  ['2025-6A.KHTN.HK2', 'gv.khtn1', 'gv.khtn2', ...leaders],
  ['2025-6A.GDTC.HK2', 'gv.toan', ...leaders],
  ['2025-6A.GVCN.HK1', ...leaders],
  ['2025-4A.TV.HK1', 'gv.toan', ...leaders],
  ['2025-4A.PCNL.HK2', ...leaders],
]
const words = [
  'Tiến bộ',
  'kĩ năng',
  'cần cố gắng',
  'Đạt <tốt>',
  'R&D',
  '"giỏi"',
  "o'clock",
  ']]>',
  '&amp;',
  ' hai  cách ',
  'ưỡng ẫm ổ',
  '100%',
  '2 < 3 > 1',
  'ỷ lại',
]

/** Words as people write them, with everything that an XML writer must escape. */
const phrase = (random: Random): string => Array.from({ length: random.below(8) }, () => random.pick(words)).join(' ')

/** A snapshot that no other number has. */
export function randomSnapshot(random: Random): Snapshot {
  if (random.chance(0.3)) {
    const base = transcriptSnapshot()
    const id = Array.from({ length: 32 }, () => random.below(16).toString(16)).join('')
    return {
      ...base,
      id,
      remark: phrase(random),
      absences: random.below(46),
      subjects: base.subjects.map((one) => ({ ...one, remark: phrase(random) })),
    }
  }
  const [id, ...signers] = random.pick(grids)
  const base = gridSnapshot(id, signersOf(...signers), random.below(random.chance(0.1) ? 46 : 8))
  const students = base.students.map((one) => ({ ...one, name: `${one.name} ${random.below(100)}`, remark: phrase(random) }))
  return { ...base, seq: random.below(2 ** 31), students }
}

type Change = (text: string, random: Random) => string

/** Another character of the same alphabet at one of the matches. */
const swap =
  (pattern: RegExp, alphabet: string): Change =>
  (text, random) => {
    const all = [...text.matchAll(pattern)]
    const { index, 0: found } = random.pick(all)
    const at = index + random.below(found.length)
    return text.slice(0, at) + random.pick([...alphabet].filter((one) => one !== text[at])) + text.slice(at + 1)
  }

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** What no verifier may overlook: each changes something that a signature covers, or a signature itself, and keeps the file well-formed. */
export const xmlChanges: Readonly<Record<string, Change>> = {
  'a letter of the data': swap(/(?<=<(?:HoTen|Ten|HoVaTen|MaBam|Lop|NhanXet)>)[A-Za-z0-9]+/g, 'abcdefghij0123456789'),
  'the time of signing': swap(/(?<=<SigningTime[^>]*>\d{4}-\d\d-\d\dT\d\d:)[0-5](?=\d:)/g, '012345'),
  'a digest': swap(/(?<=<DigestValue>)[A-Za-z0-9+/]{40}/g, base64),
  'a signature value': swap(/(?<=<SignatureValue [^>]*>)[A-Za-z0-9+/]{300}/g, base64),
  'an address': swap(/(?<= URI="#(?:DL|TT|GTCK)-)[0-9a-f]/g, '0123456789'),
}

/** The same for a PDF; offsets stay. */
export const pdfChanges: Readonly<Record<string, Change>> = {
  'the digest in the document information': swap(/(?<=\/HocbaDigest \()[0-9a-f]{64}/g, '0123456789abcdef'),
  'a date of signing': swap(/(?<=\/M \(D:\d{10})[0-5](?=\d)/g, '012345'),
  'a byte of a stream': (text, random) => {
    const { index } = random.pick([...text.matchAll(/stream\n[^]{40}/g)])
    const at = index + 12 + random.below(30)
    return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(7))) + text.slice(at + 1)
  },
  'a field': swap(/(?<=\/Rect \[)[1-9]/g, '123456789'),
}
