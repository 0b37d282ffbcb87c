import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyFile } from '@hocba/shared/verify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signXml } from '../../../signing-agent/src/signer.ts'
import { secondOpinion } from '../../../sync-server/src/verify/second.ts'
import { gridSnapshot, signersOf, transcriptSnapshot } from './snapshots.ts'
import { describeWith } from '../../support/tools.ts'
import { cmsIn, xmlsec } from '../../support/outside.ts'
import { type Workshop, digestOf, openWorkshop } from './workshop.ts'

let workshop: Workshop

beforeAll(async () => {
  workshop = await openWorkshop()
})

afterAll(() => workshop.close())

const files = {
  'four signers': () => gridSnapshot('2025-6A.TOAN.HK1', signersOf('gv.toan', 'gv.van', 'hieutruong', 'vanthu')),
  'five signers, two of them subject teachers': () =>
    gridSnapshot('2025-6A.KHTN.HK2', signersOf('gv.khtn1', 'gv.khtn2', 'gv.van', 'hieutruong', 'vanthu'), 45),
  'the homeroom grid, three signers': () => gridSnapshot('2025-6A.GVCN.HK1', signersOf('gv.van', 'hieutruong', 'vanthu')),
  'a transcript': () => transcriptSnapshot(),
}

describeWith('xmlsec1', 'every kind of file', () => {
  describe.each(Object.entries(files))('%s', (name, make) => {
    describe.each(['xades', 'signature-properties'] as const)('in style %s', (style) => {
      test('SIGN-1 xmlsec1 accepts every signature with all its references', () => {
        const { snapshot, xml } = workshop.sign(make(), { style })
        const path = join(workshop.dir, 'signed.xml')
        writeFileSync(path, xml)
        snapshot.signers.forEach((signer, position) => {
          const references = 2 + (signer.role === 'subject-teacher' ? 0 : position)
          expect(xmlsec(join(workshop.dir, 'pki'), path, position + 1)).toMatch(
            new RegExp(`^OK\\nSignedInfo References \\(ok/all\\): ${references}/${references}\\n`),
          )
        })
      })

      test('SIGN-1 xml-crypto accepts every signature', async () => {
        const { snapshot, xml } = workshop.sign(make(), { style })
        const certificates = snapshot.signers.map(({ person }) => workshop.key(person).certificate.der)
        expect(await secondOpinion(Buffer.from(xml).toString('utf8'), certificates)).toBe(true)
      })

      test('SIGN-2 the public verifier says valid', async () => {
        const { xml, digest } = workshop.sign(make(), { style })
        const report = await verifyFile(xml, { trust: workshop.trust, at: new Date() })
        expect(report.checks.filter((check) => check.ok === false)).toEqual([])
        expect(report).toMatchObject({ verdict: 'valid', digest })
      })
    })

    test(`SIGN-3 each signature leaves every earlier byte as it was (${name})`, () => {
      const snapshot = make()
      const digest = digestOf(snapshot)
      let before: Uint8Array | null = null
      snapshot.signers.forEach((signer, position) => {
        const xml = signXml({
          xml: before,
          snapshot,
          digest,
          position,
          key: workshop.key(signer.person),
          time: '2026-06-20T08:00:00+07:00',
        })
        if (before !== null) {
          const kept = Buffer.from(before).subarray(0, Buffer.from(before).indexOf('</ChuKySo>'))
          expect(Buffer.from(xml).subarray(0, kept.length).equals(kept)).toBe(true)
          expect(xml.length).toBeGreaterThan(before.length)
        }
        before = xml
      })
    })
  })
})

test('SIGN-8 the method follows the certificate of each signer: RSA, but for the principal, whose key is on P-256', () => {
  const { xml, pdf, snapshot } = workshop.sign(files['four signers']())
  const values = [
    ...Buffer.from(xml)
      .toString('utf8')
      .matchAll(/#(rsa|ecdsa)-sha256"[^]*?<SignatureValue [^>]*>([^<]*)/g),
  ]
  const found = values.map(([, method, value = '']) => [method, Buffer.from(value, 'base64').length])
  expect(found).toEqual(snapshot.signers.map(({ role }) => (role === 'principal' ? ['ecdsa', 64] : ['rsa', 256])))
  const kinds = cmsIn(pdf).map(({ cms }) => (cms.includes(Buffer.from('06082a8648ce3d040302', 'hex')) ? 'ecdsa' : 'rsa'))
  expect(kinds).toEqual(found.map(([method]) => method))
})

describe('order and refusal', () => {
  const snapshot = gridSnapshot('2025-6A.KHTN.HK1', signersOf('gv.khtn1', 'gv.khtn2', 'gv.van', 'hieutruong', 'vanthu'))

  test('SIGN-4 subject teachers sign in any order and stand in the order of their accounts', async () => {
    const { xml, digest } = workshop.sign(snapshot, { positions: [1, 0, 2, 3, 4] })
    const order = [
      ...Buffer.from(xml)
        .toString('utf8')
        .matchAll(/Id="CKS-(\d)"/g),
    ].map((match) => match[1])
    expect(order).toEqual(['1', '2', '3', '4', '5'])
    expect(await verifyFile(xml, { trust: workshop.trust, at: new Date() })).toMatchObject({ verdict: 'valid', digest })
  })

  test('SIGN-5 a later role does not sign before every earlier signature is there', () => {
    const refused = (): unknown => workshop.sign(snapshot, { positions: [0, 2] })
    expect(refused).toThrow(expect.objectContaining({ code: 'signing.order' }))
  })

  test('SIGN-6 nobody signs the same place twice', () => {
    expect(() => workshop.sign(snapshot, { positions: [0, 0] })).toThrow(expect.objectContaining({ code: 'signing.order' }))
  })

  test('SIGN-7 a file with one byte changed is not signed further', () => {
    const { xml, digest } = workshop.sign(snapshot, { positions: [0] })
    const changed = Buffer.from(Buffer.from(xml).toString('utf8').replace('<Lop>6A</Lop>', '<Lop>6B</Lop>'))
    expect(changed.equals(xml)).toBe(false)
    const sign = (): unknown =>
      signXml({ xml: changed, snapshot, digest, position: 1, key: workshop.key('gv.khtn2'), time: '2026-06-20T08:00:00+07:00' })
    expect(sign).toThrow(expect.objectContaining({ code: 'digest.mismatch' }))
  })

  const signature = /<Signature [^]*?<\/Signature>/g
  const damages: Readonly<Record<string, (file: string) => string>> = {
    'a signature without its value': (file) => file.replace(/<SignatureValue [^]*?<\/SignatureValue>/, ''),
    'the last signature without its value': (file) => file.replace(/(.*)<SignatureValue [^]*?<\/SignatureValue>/, '$1'),
    'a value that is no base64': (file) => file.replace(/(<SignatureValue [^>]*>)/, '$1&#65;'),
    'a signature without its end': (file) => file.replace('</Signature>', ''),
    'a comment between signatures': (file) => file.replace('</Signature><Signature', '</Signature><!-- --><Signature'),
    'white space behind the signatures': (file) => file.replace('</Signature></ChuKySo>', '</Signature>\n</ChuKySo>'),
    'the same signature twice': (file) => file.replace(signature, '$&$&'),
    'signatures in another order'(file) {
      const [first = '', second = ''] = file.match(signature) ?? []
      return file.replace(first + second, second + first)
    },
  }

  test.each(Object.entries(damages))('SIGN-7 a file is not signed further with %s', (_name, damage) => {
    const { xml, digest } = workshop.sign(snapshot, { positions: [0, 1] })
    const file = Buffer.from(xml).toString('utf8')
    const changed = damage(file)
    expect(changed).not.toBe(file)
    const sign = (): unknown =>
      signXml({ xml: Buffer.from(changed), snapshot, digest, position: 2, key: workshop.key('gv.van'), time: '2026-06-20T08:00:00+07:00' })
    expect(sign).toThrow(expect.objectContaining({ code: 'digest.mismatch' }))
  })
})
