import { type Certificate, readCertificate } from '../../../signing-agent/src/certificate/subject.ts'
import { signDigest } from '../../../signing-agent/src/key/signature.ts'
import { preparePdf } from '../../../signing-agent/src/pdf/sign.ts'
import type { Random } from '../../property/document/support/random.ts'
import { type TestKey, signingTime } from '../../support/school-keys.ts'
import { signPdf } from '../../support/sign-pdf.ts'
import { type Base, type Bases, bytesOf, latin1 } from './bases.ts'
import { append } from './pdf-steps.ts'
import type { Forgery } from './xml-signed.ts'

/** The hand of one signer on whatever file it is given; `bend` changes what the CMS says of the certificate. */
function signOn(
  pdf: Uint8Array,
  { snapshot }: Base,
  { certificate, key, signer }: TestKey,
  chain: readonly Uint8Array[],
  bend: (certificate: Certificate) => Certificate = (one) => one,
): Uint8Array {
  const position = snapshot.signers.findIndex(({ role, uid }) => role === signer.role && uid === signer.uid)
  const prepared = preparePdf({ pdf, snapshot, position, certificate: bend(readCertificate(certificate)), chain, time: signingTime })
  return prepared.finish(signDigest(key, prepared.digest))
}

/** The content that the earlier signers never saw, written over theirs before the last one signs. */
function contentChange(text: string, random: Random): string {
  const objects = [...text.matchAll(/\n(\d+) 0 obj\n(<<[^]*?)\nendobj/g)].map((match) => ({
    number: Number(match[1]),
    value: match[2] ?? '',
  }))
  const pages = objects.filter(({ value }) => /\/Type \/Page /.test(value))
  const page = random.pick(pages)
  const content = Number(/\/Contents (\d+)/.exec(page.value)?.[1] ?? 0)
  const picked = random.pick([
    { number: content, value: '<< /Length 5 >>\nstream\n0 0 m\nendstream' },
    { number: page.number, value: page.value.replace(/\/Contents \d+/, '/Contents 1') },
    { number: 600, value: '<< /Type /Annot /Subtype /Stamp /Rect [0 0 9 9] >>' },
  ])
  return append(text, [picked])
}

export function pdfForgeries({ school, foreign }: Bases): readonly Forgery[] {
  const { chain } = school.trust
  const keysOf = ({ keys }: Base): readonly TestKey[] => keys
  const last = (keys: readonly TestKey[]): TestKey => keys.at(-1) ?? school.keys[0] ?? fail()
  return [
    {
      name: 'content changed before the last key signs',
      make(base, random) {
        const keys = keysOf(base)
        const before = latin1(signPdf(base.snapshot, keys.slice(0, -1), chain))
        return latin1(signOn(bytesOf(contentChange(before, random)), base, last(keys), chain))
      },
    },
    {
      name: 'content changed between any two signatures',
      make(base, random) {
        const keys = keysOf(base)
        const cut = 1 + random.below(keys.length - 1)
        let file = bytesOf(contentChange(latin1(signPdf(base.snapshot, keys.slice(0, cut), chain)), random))
        for (const key of keys.slice(cut)) file = signOn(file, base, key, chain)
        return latin1(file)
      },
    },
    {
      name: 'signed by the method of the other kind of key',
      make(base) {
        const keys = keysOf(base)
        const before = signPdf(base.snapshot, keys.slice(0, -1), chain)
        const other = (one: Certificate): Certificate => ({ ...one, key: one.key === 'rsa' ? 'ecdsa' : 'rsa' })
        return latin1(signOn(before, base, last(keys), chain, other))
      },
    },
    {
      name: 'another document with the same digest line',
      make: (base, random) =>
        latin1(signPdf(base.snapshot, keysOf(base), chain)).replace(
          /HocbaDigest \([0-9a-f]{8}/,
          `HocbaDigest (${random
            .below(2 ** 32)
            .toString(16)
            .padStart(8, '0')}`,
        ),
    },
    {
      name: 'signed by too few',
      make: (base, random) => {
        const keys = keysOf(base)
        return latin1(signPdf(base.snapshot, keys.slice(0, random.below(keys.length)), chain))
      },
    },
    { name: 'signed in another order', make: (base) => latin1(signPdf(base.snapshot, keysOf(base).toReversed(), chain)) },
    {
      name: 'signed by another school',
      make: (base) =>
        latin1(
          signPdf(
            base.snapshot,
            foreign.keys.filter(({ signer }) => base.snapshot.signers.includes(signer)),
            foreign.trust.chain,
          ),
        ),
    },
    {
      name: 'signed by another person',
      make(base, random) {
        const keys = keysOf(base)
        const victim = random.below(keys.length)
        const other = random.pick(keys.filter((_, index) => index !== victim))
        return latin1(
          signPdf(
            base.snapshot,
            keys.map((key, index) => (index === victim ? { ...other, signer: key.signer } : key)),
            chain,
          ),
        )
      },
    },
    {
      name: 'signed with the key of another certificate',
      make(base, random) {
        const keys = keysOf(base)
        const victim = random.below(keys.length)
        const other = random.pick(keys.filter((_, index) => index !== victim))
        return latin1(
          signPdf(
            base.snapshot,
            keys.map((key, index) => (index === victim ? { ...key, key: other.key } : key)),
            chain,
          ),
        )
      },
    },
    {
      name: 'signed at another time',
      make(base, random) {
        const bad = random.pick(['2026-06-20T09:00:00+07:00', '2099-12-31T00:00:00Z', '2020-01-01T00:00:00+07:00'])
        const victim = random.below(keysOf(base).length)
        return latin1(signPdf(base.snapshot, keysOf(base), chain, (n) => (n === victim ? bad : signingTime)))
      },
    },
  ]
}

function fail(): never {
  throw new Error('no key')
}
