import { type CheckId, type VerifyReport, verifyFile } from '@hocba/shared/verify'
import { describe, expect, it } from 'vitest'
import { badValues, otherValue } from '../../support/curve.ts'
import { type TestKey, clock, declared, makeEcdsaKey, makeKey, makeSchool, signingTime } from '../../support/school-keys.ts'
import { sampleGrid } from '../../support/sample-snapshot.ts'
import { type SignedXmlOptions, signXml } from '../../support/sign-xml.ts'

const school = await makeSchool()
const options = { trust: school.trust, at: clock }
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const verify = (text: string): Promise<VerifyReport> => verifyFile(bytes(text), options)
const failed = (report: VerifyReport): readonly CheckId[] => report.checks.filter(({ ok }) => ok === false).map(({ id }) => id)
const valid = signXml(sampleGrid, school.keys)
const sign = (keys: readonly TestKey[], how?: SignedXmlOptions): string => signXml(sampleGrid, keys, how)

function change(text: string, before: string | RegExp, after: string): string {
  const changed = text.replace(before, () => after)
  if (changed === text) throw new Error(`nothing to change: ${String(before)}`)
  return changed
}

const part = (pattern: RegExp): string => pattern.exec(valid)?.[0] ?? ''
const data = part(/<DuLieuBangDiem.*<\/DuLieuBangDiem>/s)
const forged = change(data, '<TX1>85</TX1>', '<TX1>95</TX1>')
const signature = (n: number): string => part(new RegExp(`<Signature [^>]*Id="CKS-${n}">.*?</Signature>`, 's'))
const withKey = (index: number, replacement: TestKey): readonly TestKey[] =>
  school.keys.map((key, at) => (at === index ? replacement : key))
const seal = school.keys.at(-1)
if (!seal) throw new Error('no key')
/** The seal, which signs last, on P-256: nothing else covers its value. */
const curved = [...school.keys.slice(0, -1), await makeEcdsaKey(school.issuing, seal.signer)]
const curvedFile = sign(curved)
const otherwise = (make: (value: Buffer) => Buffer): string =>
  change(curvedFile, /(?<=<SignatureValue Id="GTCK-5">)[^<]*/, make(valueOf(curvedFile)).toString('base64'))
const valueOf = (text: string): Buffer => Buffer.from(/<SignatureValue Id="GTCK-5">([^<]*)/.exec(text)?.[1] ?? '', 'base64')
const hmac = 'http://www.w3.org/2000/09/xmldsig#hmac-sha256'
const transform = '<Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></Transform>'
const enveloped = '<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></Transform>'

describe('attacks on a signed XML file', () => {
  const attacks: readonly (readonly [name: string, file: () => string, check: CheckId])[] = [
    ['a changed mark', () => change(valid, '<TX1>85</TX1>', '<TX1>95</TX1>'), 'signature.digest'],
    ['a changed mark with a matching digest', () => change(valid, data, forged), 'data.digest'],
    ['the signed data wrapped beside forged data', () => change(valid, data, forged.replace('DL-1', 'DL-2') + data), 'xml.structure'],
    [
      'the signed data hidden in the signatures',
      () => change(change(valid, data, forged), '<ChuKySo>', `<ChuKySo>${data}`),
      'xml.structure',
    ],
    ['two elements with one Id', () => change(valid, '<SignatureValue Id="GTCK-2">', '<SignatureValue Id="GTCK-1">'), 'xml.ids'],
    ['another name for the last SignatureValue', () => change(valid, 'Id="GTCK-5"', 'Id="Q-1"'), 'xml.structure'],
    [
      'another name for a signature',
      () => change(change(valid, 'Id="CKS-5"', 'Id="CKS-9"'), 'Target="#CKS-5"', 'Target="#CKS-9"'),
      'xml.structure',
    ],
    ['a name for what nothing covers', () => change(valid, '<Object><Qual', '<Object Id="Q-1"><Qual'), 'xml.structure'],
    ['an Id in another spelling', () => change(valid, '<NoiDung>', '<NoiDung xml:id="DL-1">'), 'xml.ids'],
    ['a comment in a mark', () => change(valid, '<TX1>85</TX1>', '<TX1>8<!-- -->5</TX1>'), 'xml.plain'],
    ['an instruction in a mark', () => change(valid, '<TX1>85</TX1>', '<TX1><?p 1?>85</TX1>'), 'xml.plain'],
    ['a CDATA section in a mark', () => change(valid, '<TX1>85</TX1>', '<TX1><![CDATA[85]]></TX1>'), 'xml.plain'],
    ['a comment before the root', () => change(valid, '<BangDiemMon', '<!-- --><BangDiemMon'), 'xml.plain'],
    [
      'an entity bomb',
      () => change(valid, '<BangDiemMon', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><BangDiemMon'),
      'xml.plain',
    ],
    ['an unknown entity', () => change(valid, '<TX1>85</TX1>', '<TX1>&mark;</TX1>'), 'xml.plain'],
    ['a second SignedInfo', () => change(valid, '</SignedInfo>', '</SignedInfo><SignedInfo></SignedInfo>'), 'xml.structure'],
    ['an earlier signature removed', () => change(valid, signature(1), ''), 'signature.digest'],
    [
      'an earlier signature made again',
      () =>
        change(
          valid,
          signature(3),
          sign(school.keys, { time: () => '2026-06-20T07:59:59+07:00' }).match(/<Signature [^>]*Id="CKS-3">.*?<\/Signature>/s)?.[0] ?? '',
        ),
      'signature.digest',
    ],
    [
      'signatures in another order',
      () => change(change(valid, signature(4), ''), signature(3), signature(4) + signature(3)),
      'roles.order',
    ],
    ['a signature outside ChuKySo', () => change(valid, '</NoiDung>', `</NoiDung>${signature(1)}`), 'xml.structure'],
    ['a MAC instead of a signature', () => sign(school.keys, { method: hmac }), 'signature.algorithms'],
    [
      'an ECDSA method with an RSA key',
      () => sign(school.keys, { method: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256' }),
      'signature.value',
    ],
    [
      'an RSA method with a P-256 key',
      () => sign(curved, { method: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' }),
      'signature.value',
    ],
    ['a method changed to that of the other key', () => change(valid, '#rsa-sha256', '#ecdsa-sha256'), 'signature.value'],
    ...badValues.map(([name, make]) => [`an ECDSA value with ${name}`, () => otherwise(make), 'signature.value'] as const),
    [
      'a second transform',
      () => sign(school.keys, { tamperInfo: (_, info) => change(info, transform, transform + enveloped) }),
      'xml.structure',
    ],
    ['another transform', () => sign(school.keys, { tamperInfo: (_, info) => change(info, transform, enveloped) }), 'signature.algorithms'],
    [
      'an outside reference',
      () => sign(school.keys, { tamperInfo: (_, info) => change(info, 'URI="#DL-1"', 'URI="http://x/#DL-1"') }),
      'xml.references',
    ],
    [
      'a reference to the whole file',
      () => sign(school.keys, { tamperInfo: (_, info) => change(info, 'URI="#DL-1"', 'URI=""') }),
      'xml.references',
    ],
    [
      'the data not covered',
      () => sign(school.keys, { tamperInfo: (_, info) => change(info, /<Reference Id=.*?<\/Reference>/s, '') }),
      'xml.references',
    ],
    [
      'the time not covered',
      () => sign(school.keys, { tamperInfo: (_, info) => change(info, /<Reference Type="[^"]*SignedProperties".*?<\/Reference>/s, '') }),
      'xml.references',
    ],
    [
      'an earlier SignatureValue not covered',
      () =>
        sign(school.keys, {
          tamperInfo: (n, info) => (n < 2 ? info : change(info, /<Reference Type="[^"]*Countersigned.*?<\/Reference>/s, '')),
        }),
      'xml.references',
    ],
    ['a rewritten subject name', () => change(valid, '<X509SubjectName>CN=Phạm', '<X509SubjectName>CN=Phan'), 'certificate.binding'],
    [
      'another certificate in KeyInfo',
      () =>
        change(
          valid,
          /<X509Certificate>.*?<\/X509Certificate>/,
          `<X509Certificate>${Buffer.from(school.keys[1]?.certificate ?? []).toString('base64')}</X509Certificate>`,
        ),
      'certificate.binding',
    ],
    [
      'a certificate that is none',
      () => change(valid, /<X509Certificate>.*?<\/X509Certificate>/, '<X509Certificate>AAAA</X509Certificate>'),
      'certificate.path',
    ],
    ['a false digest beside the data', () => sign(school.keys, { digest: 'cd'.repeat(32) }), 'data.digest'],
    ['two signing times', () => change(valid, '<SigningTime>', `<SigningTime>${signingTime}</SigningTime><SigningTime>`), 'xml.structure'],
    ['a signing time without zone', () => sign(school.keys, { time: () => '2026-06-20T08:00:00' }), 'signature.time'],
    ['a signing time in the future', () => sign(school.keys, { time: () => '2026-06-20T09:00:00+07:00' }), 'signature.time'],
    [
      'the principal before the homeroom teacher',
      () => sign(school.keys, { time: (n) => (n === 3 ? '2026-06-20T07:00:00+07:00' : signingTime) }),
      'signature.time',
    ],
    ['a time before the certificate', () => sign(school.keys, { time: () => '2020-06-20T09:00:00+07:00' }), 'certificate.validity'],
    ['one signature missing', () => sign(school.keys.slice(0, 4)), 'roles.complete'],
    ['one of two subject teachers missing', () => sign(school.keys.slice(1)), 'roles.complete'],
    ['no signature at all', () => sign([]), 'roles.complete'],
    ['white space between signatures', () => change(valid, '</Signature><Signature', '</Signature>\n<Signature'), 'xml.structure'],
    ['an attribute in other quotes', () => change(valid, 'PhienBan="1.0"', "PhienBan='1.0'"), 'xml.canonical'],
    ['an element that the schema does not know', () => change(valid, '</KeyInfo>', '<KeyValue></KeyValue></KeyInfo>'), 'xml.schema'],
    ['another root', () => valid.replaceAll('BangDiemMon', 'HocBaSo'), 'xml.schema'],
    ['too deep a tree', () => `<?xml version="1.0" encoding="UTF-8"?>${'<a>'.repeat(65)}${'</a>'.repeat(65)}`, 'xml.limits'],
    ['too many elements', () => `<?xml version="1.0" encoding="UTF-8"?><a>${'<b/>'.repeat(50_000)}</a>`, 'xml.limits'],
    [
      'too many attributes',
      () => `<?xml version="1.0" encoding="UTF-8"?><a ${Array.from({ length: 65 }, (_, n) => `b${n}=""`).join(' ')}/>`,
      'xml.limits',
    ],
    ['another encoding named', () => change(valid, 'UTF-8', 'UTF-16'), 'xml.wellformed'],
    ['a flood of ampersands', () => change(valid, '<TX1>85</TX1>', `<TX1>${'&'.repeat(12_000_000)}</TX1>`), 'xml.plain'],
    ['an empty file', () => '', 'xml.wellformed'],
    ['a truncated file', () => valid.slice(0, -30), 'xml.wellformed'],
  ]

  it.each(attacks)('VERIFY-4 %s is invalid, by the line that names it', async (_, file, check) => {
    const report = await verify(file())
    expect(report.verdict).toBe('invalid')
    expect(failed(report)).toContain(check)
  })

  it('VERIFY-15 a signature with the other s is as good: it says no more than the first, and only its key could make either', async () => {
    const file = otherwise(otherValue)
    expect(file).not.toBe(curvedFile)
    expect([(await verify(curvedFile)).verdict, (await verify(file)).verdict]).toEqual(['valid', 'valid'])
  })

  it('VERIFY-4 a file over 16 MiB is refused before it is read', async () => {
    expect(failed(await verifyFile(new Uint8Array(16 * 1024 * 1024 + 1), options))).toEqual(['input.size'])
  })

  it('VERIFY-4 bytes that are not UTF-8 are refused', async () => {
    expect(failed(await verifyFile(Uint8Array.of(0xff, 0xfe, 0x3c, 0x00), options))).toEqual(['xml.wellformed'])
  })

  it('VERIFY-4 a byte order mark is tolerated', async () => {
    expect((await verify(`\ufeff${valid}`)).verdict).toBe('valid')
  })

  it('VERIFY-5 a certified stranger in a declared place is not the declared signer', async () => {
    const stranger = await makeKey(school.issuing, { ...declared[3], role: 'principal', uid: 'CCCD:999' } as TestKey['signer'])
    expect(failed(await verify(sign(withKey(3, stranger))))).toEqual(['roles.declared'])
  })

  it('VERIFY-5 one person does not sign twice in one role', async () => {
    const [first] = school.keys
    if (!first) throw new Error('no key')
    expect(failed(await verify(sign(withKey(1, first))))).toEqual(['roles.declared'])
  })

  it('VERIFY-5 a teacher does not sign in the role of the principal', async () => {
    const [first, , , principal] = school.keys
    if (!first || !principal) throw new Error('no key')
    expect(failed(await verify(sign(withKey(3, { ...first, signer: principal.signer }))))).toEqual(['roles.declared'])
  })

  it('VERIFY-6 a certificate of another authority has no path', async () => {
    const other = await makeSchool()
    expect(failed(await verify(sign(other.keys)))).toEqual(['certificate.path'])
  })
})
