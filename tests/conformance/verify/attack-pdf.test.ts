import { type CheckId, type VerifyReport, verifyFile } from '@hocba/shared/verify'
import { describe, expect, it } from 'vitest'
import { type Certificate, readCertificate } from '../../../signing-agent/src/certificate/subject.ts'
import { signDigest } from '../../../signing-agent/src/key/signature.ts'
import { preparePdf } from '../../../signing-agent/src/pdf/sign.ts'
import { badValues, otherValue } from '../../support/curve.ts'
import { type TestKey, clock, declared, makeEcdsaKey, makeKey, makeSchool, signingTime } from '../../support/school-keys.ts'
import { sampleGrid } from '../../support/sample-snapshot.ts'
import { signPdf } from '../../support/sign-pdf.ts'

const school = await makeSchool()
const options = { trust: school.trust, at: clock }
const verify = (file: Uint8Array): Promise<VerifyReport> => verifyFile(file, options)
const failed = (report: VerifyReport): readonly CheckId[] => report.checks.filter(({ ok }) => ok === false).map(({ id }) => id)
const sign = (keys: readonly TestKey[], time?: (index: number) => string): Uint8Array => signPdf(sampleGrid, keys, school.trust.chain, time)
const valid = sign(school.keys)
const unsigned = sign([])
const text = Buffer.from(valid).toString('latin1')
const asFile = (latin1: string): Uint8Array => Uint8Array.from(Buffer.from(latin1, 'latin1'))

/** The number of an object that holds `marker`. */
function objectWith(marker: string): { readonly number: number; readonly value: string } {
  const value = [...text.matchAll(/\n(\d+) 0 obj\n([^]*?)\nendobj/g)].find((match) => match[2]?.includes(marker))
  if (!value) throw new Error(`no object with ${marker}`)
  return { number: Number(value[1]), value: value[2] ?? '' }
}

interface Added {
  readonly number: number
  readonly value: string
}

/** Appends an update as any PDF library would write it. */
function append(base: string, objects: readonly Added[]): Uint8Array {
  const previous = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(base)?.[1])
  const trailer = /trailer\n<< (.*) >>\n/.exec(base.slice(previous))?.[1] ?? ''
  let body = base
  let sections = ''
  for (const { number, value } of objects.toSorted((a, b) => a.number - b.number)) {
    sections += `${number} 1\n${String(body.length).padStart(10, '0')} 00000 n \n`
    body += `${number} 0 obj\n${value}\nendobj\n`
  }
  const kept = trailer.replace(/ \/Prev \d+/, '').replace(/\/Size \d+/, '/Size 500')
  return asFile(`${body}xref\n${sections}trailer\n<< ${kept} /Prev ${previous} >>\nstartxref\n${body.length}\n%%EOF\n`)
}

/** The last revision's signature over a file of which something before it was changed by `edit`, object offsets kept. */
function edited(before: string, after: string): Uint8Array {
  if (before.length !== after.length || !text.includes(before)) throw new Error('an edit keeps the length')
  return asFile(text.replace(before, () => after))
}

/** The printed form as somebody else could have rendered it: one text changed, every offset made right again. */
function rebuilt(before: string, after: string): Uint8Array {
  const base = Buffer.from(unsigned).toString('latin1')
  const at = base.indexOf(before)
  if (at < 0) throw new Error(`nothing to change: ${before}`)
  const grown = base.slice(0, at) + after + base.slice(at + before.length)
  const shift = (offset: number): number => (offset > at ? offset + after.length - before.length : offset)
  const entries = grown.replace(
    /\n(\d{10}) 00000 n /g,
    (_, offset: string) => `\n${String(shift(Number(offset))).padStart(10, '0')} 00000 n `,
  )
  return asFile(entries.replace(/startxref\n(\d+)/, (_, offset: string) => `startxref\n${shift(Number(offset))}`))
}

const seal = school.keys.at(-1)
if (!seal) throw new Error('no key')
const curved = await makeEcdsaKey(school.issuing, seal.signer)

/** The last signature by the seal, which has another kind of key: `make` changes its value, `bend` what the CMS says of its key. */
function sealed({ certificate, key }: TestKey, make: (value: Buffer) => Buffer, bend: Partial<Certificate> = {}): Uint8Array {
  const before = sign(school.keys.slice(0, -1))
  const by = { ...readCertificate(certificate), ...bend }
  const prepared = preparePdf({
    pdf: before,
    snapshot: sampleGrid,
    position: 4,
    certificate: by,
    chain: school.trust.chain,
    time: signingTime,
  })
  return prepared.finish(make(Buffer.from(signDigest(key, prepared.digest))))
}

const page = objectWith('/Type /Page ')
const field = objectWith('/T (CKS_ht)')

describe('attacks on a signed PDF file', () => {
  const attacks: readonly (readonly [name: string, file: () => Uint8Array, check: CheckId])[] = [
    ['bytes after the end', () => asFile(`${text}\n`), 'pdf.revisions'],
    ['bytes before the beginning', () => asFile(`\n${text}`), 'xml.wellformed'],
    [
      'an annotation over the page',
      () => append(text, [{ number: 400, value: '<< /Type /Annot /Subtype /Square /Rect [0 0 9 9] >>' }]),
      'pdf.updates',
    ],
    ['a replaced page', () => append(text, [{ number: page.number, value: page.value }]), 'pdf.updates'],
    ['an update that changes nothing', () => append(text, []), 'pdf.updates'],
    ['a signed field written again', () => append(text, [{ number: field.number, value: field.value }]), 'pdf.updates'],
    [
      'a moved field in place of a signature',
      () =>
        append(Buffer.from(unsigned).toString('latin1'), [
          {
            number: field.number,
            value: `${field.value.replace(/\/Rect \[[^\]]*\]/, '/Rect [0 0 595 842]').replace(/ >>$/, '')} /V 401 0 R /AP << /N 400 0 R >> >>`,
          },
          { number: 400, value: '<< /Type /XObject /Subtype /Form /Length 0 >>\nstream\n\nendstream' },
          { number: 401, value: '<< /Type /Sig >>' },
        ]),
      'pdf.updates',
    ],
    ['a byte between two objects', () => asFile(text.replace('endobj\n2 0 obj', 'endobj 2 0 obj')), 'pdf.revisions'],
    ['a changed title', () => edited('/Producer (Hocba)', '/Producer (Hocbo)'), 'signature.digest'],
    [
      'another digest in the document information',
      () => asFile(text.replace(/HocbaDigest \([0-9a-f]{4}/, 'HocbaDigest (0000')),
      'signature.digest',
    ],
    [
      'a byte range that leaves more out',
      () =>
        asFile(
          text.replace(
            /\/ByteRange \[0 (\d+) /,
            (_, start: string) => `/ByteRange [0 ${String(Number(start) - 1).padStart(start.length, '0')} `,
          ),
        ),
      'pdf.byterange',
    ],
    ['another sub-filter', () => edited('/SubFilter /ETSI.CAdES.detached', '/SubFilter /adbe.pkcs7.detachedx'.slice(0, 31)), 'pdf.updates'],
    ['a CMS with octets behind it', () => asFile(text.replace(/0{100}>/, `${'0'.repeat(98)}AA>`)), 'cms.structure'],
    [
      'a CMS of mixed case',
      () => asFile(text.replace(/(\/Contents <3082)([0-9a-f]{40})/, (_, head: string, rest: string) => head + rest.toUpperCase())),
      'cms.structure',
    ],
    ['an automatic action', () => edited('/DisplayDocTitle true', '/OpenAction      true'), 'signature.digest'],
    ['a signature without zone', () => edited("+07'00') /Name", '       ) /Name'), 'signature.time'],
    [
      'the principal before the homeroom teacher',
      () => sign(school.keys, (n) => (n === 3 ? '2026-06-20T07:00:00+07:00' : signingTime)),
      'signature.time',
    ],
    ['a signing time in the future', () => sign(school.keys, () => '2026-06-20T09:00:00+07:00'), 'signature.time'],
    ['the organisation before the principal', () => sign([0, 1, 2, 4, 3].flatMap((index) => school.keys[index] ?? [])), 'roles.order'],
    ['the last signature cut off', () => sign(school.keys.slice(0, 4)), 'roles.complete'],
    ['no signature at all', () => unsigned, 'roles.complete'],
    ['an RSA signature that is said to be ECDSA', () => sealed(seal, (value) => value, { key: 'ecdsa' }), 'cms.structure'],
    ['an ECDSA signature that is said to be RSA', () => sealed(curved, (value) => value, { key: 'rsa' }), 'signature.value'],
    [
      'an ECDSA value in the place of an RSA key',
      () => sealed({ ...seal, key: curved.key }, (value) => value, { key: 'ecdsa' }),
      'signature.value',
    ],
    ...badValues
      .filter(([name]) => name !== 'one octet less')
      .map(
        ([name, make]) =>
          [
            `an ECDSA value with ${name}`,
            () => sealed(curved, make),
            name === 'one octet more' ? 'cms.structure' : 'signature.value',
          ] as const,
      ),
    ['a truncated file', () => valid.subarray(0, valid.length - 100), 'pdf.revisions'],
    ['nothing but a header', () => asFile('%PDF-1.7\n'), 'pdf.revisions'],
    [
      'a cross-reference that points to itself',
      () => asFile('%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Prev 9 >>\nstartxref\n9\n%%EOF\n'),
      'pdf.revisions',
    ],
  ]

  it.each(attacks)('VERIFY-7 %s is invalid, by the line that names it', async (_, file, check) => {
    const report = await verify(file())
    expect(report.verdict).toBe('invalid')
    expect(failed(report)).toContain(check)
  })

  it.each([
    ['an action of the catalog', '/Type /Catalog', '/Type /Catalog /OpenAction << /S /JavaScript /JS (x) >>'],
    ['a form without the flag for signatures', '/SigFlags 3', '/SigFlags 0'],
    ['a form of XFA', '/SigFlags 3', '/SigFlags 3 /XFA 3 0 R'],
    ['an annotation that is no field', '/Annots [', '/Annots [1 0 R '],
    ['a field of another name', '(CKS_ht)', '(CKS_xx)'],
    ['a field that is signed already', '/T (CKS_ht)', '/T (CKS_ht) /V 1 0 R'],
  ])('VERIFY-7 a printed form with %s is refused', async (_, before, after) => {
    expect(failed(await verify(rebuilt(before, after)))).toContain('pdf.structure')
  })

  it('VERIFY-15 a signature with the other s is as good', async () => {
    for (const make of [(value: Buffer) => value, otherValue]) expect((await verify(sealed(curved, make))).verdict).toBe('valid')
  })

  it('VERIFY-7 the chain of another authority inside the CMS makes no path', async () => {
    const other = await makeSchool()
    expect(failed(await verify(signPdf(sampleGrid, other.keys, other.trust.chain)))).toEqual(['certificate.path'])
  })

  it('VERIFY-7 the intermediate certificate may come from the file alone', async () => {
    const report = await verifyFile(valid, { ...options, trust: { ...school.trust, chain: [] } })
    expect(report.verdict).toBe('valid')
  })

  it('VERIFY-7 a person does not sign in the place of the seal', async () => {
    const [teacher, , , , seal] = school.keys
    if (!teacher || !seal) throw new Error('no key')
    const file = sign([...school.keys.slice(0, 4), { ...teacher, signer: seal.signer }])
    expect(failed(await verify(file))).toEqual(['roles.declared'])
  })

  it('VERIFY-7 the directory decides who had to sign a PDF', async () => {
    const stranger = await makeKey(school.issuing, { ...declared[3], uid: 'CCCD:999' } as TestKey['signer'])
    const file = sign(school.keys.map((key, index) => (index === 3 ? { ...stranger, signer: key.signer } : key)))
    expect(failed(await verify(file))).toEqual(['roles.declared'])
    const report = await verifyFile(file, { ...options, expect: [{ role: 'principal', uid: 'CCCD:004' }] })
    expect(failed(report)).toEqual(['roles.declared', 'roles.expected'])
  })
})
