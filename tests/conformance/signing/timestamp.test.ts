import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@hocba/shared/core'
import { type Trust, type VerifyOptions, judgeToken, verifyFile } from '@hocba/shared/verify'
import { DOMParser } from '@xmldom/xmldom'
import { ExclusiveCanonicalization } from 'xml-crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../../signing-agent/src/config.ts'
import { renderPdf } from '../../../signing-agent/src/pdf/render.ts'
import { signPdf, signXml } from '../../../signing-agent/src/signer.ts'
import { type StampSettings, StampAuthority } from '../../../signing-agent/src/timestamp/authority.ts'
import { pdfSignatures, run, xmlsecAccepts } from '../../support/outside.ts'
import { type Manner, TimeAuthority } from '../../support/time-authority.ts'
import { describeWith } from '../../support/tools.ts'
import { gridSnapshot, signersOf } from './snapshots.ts'
import { type Workshop, digestOf, openWorkshop } from './workshop.ts'

const snapshot = gridSnapshot('2025-6A.TOAN.HK1', signersOf('gv.toan', 'gv.van', 'hieutruong', 'vanthu'))
const digest = digestOf(snapshot)

describeWith(['openssl', 'xmlsec1', 'pdfsig'], 'time stamps', () => {
  let workshop: Workshop
  let authority: TimeAuthority
  let url: string
  let trust: Trust
  let xml: Uint8Array
  let pdf: Uint8Array

  beforeAll(async () => {
    workshop = await openWorkshop()
    authority = await TimeAuthority.open()
    url = await authority.listen()
    trust = { ...workshop.trust, timestamps: [authority.root], crls: [...workshop.trust.crls, authority.crl] }
    ;({ xml, pdf } = stamped((octets) => authority.token(octets)))
  })

  afterAll(async () => {
    await authority.close()
    await workshop.close()
  })

  function stamped(stamp: (octets: Uint8Array) => Uint8Array): { readonly xml: Uint8Array; readonly pdf: Uint8Array } {
    const time = new Date(Date.now() - 30_000 + 7 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+07:00')
    let files: { xml: Uint8Array | null; pdf: Uint8Array } = { xml: null, pdf: renderPdf(snapshot, digest) }
    snapshot.signers.forEach(({ person }, position) => {
      const request = { snapshot, digest, position, key: workshop.key(person), time, stamp }
      files = { xml: signXml({ ...request, xml: files.xml }), pdf: signPdf({ ...request, pdf: files.pdf }) }
    })
    return { xml: files.xml ?? new Uint8Array(), pdf: files.pdf }
  }

  const verify = (file: Uint8Array, more: Partial<VerifyOptions> = {}) => verifyFile(file, { trust, at: new Date(), ...more })
  const line = async (file: Uint8Array, id: string, more: Partial<VerifyOptions> = {}) =>
    (await verify(file, more)).checks.find((check) => check.id === id)

  const save = (name: string, bytes: Uint8Array): string => {
    const path = join(workshop.dir, name)
    writeFileSync(path, bytes)
    return path
  }

  const opensslAccepts = (token: Uint8Array, octets: Uint8Array): string => {
    const imprint = createHash('sha256').update(octets).digest('hex')
    return run('openssl', ['ts', '-verify', '-token_in', '-in', save('t.tok', token), '-digest', imprint, '-CAfile', authority.rootFile])
      .text
  }

  test('STAMP-1 xmlsec1 and pdfsig accept stamped files', () => {
    const path = save('signed.xml', xml)
    snapshot.signers.forEach((_, position) => expect(xmlsecAccepts(join(workshop.dir, 'pki'), path, position + 1)).toBe(true))
    expect(pdfSignatures(save('signed.pdf', pdf)).valid).toHaveLength(snapshot.signers.length)
  })

  test('STAMP-1 openssl ts accepts every token of the XML over the canonical SignatureValue', () => {
    const document = new DOMParser().parseFromString(Buffer.from(xml).toString('utf8'), 'text/xml')
    const of = (name: string) => Array.from(document.getElementsByTagName(name))
    const values = of('SignatureValue')
    const tokens = of('EncapsulatedTimeStamp')
    expect(tokens).toHaveLength(snapshot.signers.length)
    tokens.forEach((token, index) => {
      const canonical = new ExclusiveCanonicalization().process(values[index] as unknown as Element, {})
      expect(opensslAccepts(Buffer.from(token.textContent ?? '', 'base64'), Buffer.from(canonical))).toContain('Verification: OK')
    })
  })

  test('STAMP-1 openssl ts accepts every token of the PDF over the octets of the signature', () => {
    const found = [
      ...Buffer.from(pdf)
        .toString('latin1')
        .matchAll(/\/Contents <([0-9a-f]+)>/g),
    ]
    expect(found).toHaveLength(snapshot.signers.length)
    for (const [, hex = ''] of found) {
      const cms = Buffer.from(hex, 'hex')
      const attribute = cms.indexOf(Buffer.from('060b2a864886f70d010910020e31', 'hex'))
      const token = cms.subarray(attribute + 17, attribute + 17 + 4 + cms.readUInt16BE(attribute + 19))
      // They end where the unsigned attributes begin: 256 of RSA-2048, or what follows ecdsa-with-SHA256 and two octets of header.
      const end = cms.lastIndexOf(0xa1, attribute - 5)
      const curved = cms.lastIndexOf(Buffer.from('06082a8648ce3d040302', 'hex'), end)
      const start = curved > end - 100 ? curved + 12 : end - 256
      expect(opensslAccepts(token, cms.subarray(start, end))).toContain('Verification: OK')
    }
  })

  test('STAMP-2 the verifier takes the time from the token and says so', async () => {
    for (const file of [xml, pdf]) {
      const report = await verify(file)
      expect(report.checks.filter(({ ok }) => ok === false)).toEqual([])
      expect(report.verdict).toBe('valid')
      expect(report.checks.find(({ id }) => id === 'signature.timesource')?.ok).toBe(true)
      expect(report.signatures.map(({ timeSource }) => timeSource)).toEqual(snapshot.signers.map(() => 'timestamped'))
    }
  })

  test('STAMP-2 without an authority of its own the verifier keeps the claimed time', async () => {
    const { timestamps: _, ...bare } = trust
    const report = await verify(xml, { trust: bare })
    expect(report.verdict).toBe('valid')
    expect(report.checks.find(({ id }) => id === 'timestamp.token')?.ok).toBe(null)
    expect(report.signatures.every(({ timeSource }) => timeSource === 'claimed')).toBe(true)
  })

  test('STAMP-3 a token of another signature or of a stranger is a failed line', async () => {
    const moved = stamped(() => authority.token(Buffer.from('something else')))
    for (const file of [moved.xml, moved.pdf])
      expect(await line(file, 'timestamp.token')).toMatchObject({ outcome: 'failed', detail: expect.stringContaining('chữ ký khác') })
    const strangers = { trust: { ...trust, timestamps: workshop.trust.roots } }
    expect(await line(xml, 'timestamp.token', strangers)).toMatchObject({ outcome: 'failed' })
    expect((await verify(pdf, strangers)).verdict).toBe('invalid')
  })

  const stamps = '1.3.6.1.5.5.7.3.8'
  const servers = '1.3.6.1.5.5.7.3.1'

  test.each([
    { purposes: [stamps], isCritical: true, state: 'good' },
    { purposes: [stamps], isCritical: false, state: 'bad' },
    { purposes: [stamps, servers], isCritical: true, state: 'bad' },
    { purposes: [servers], isCritical: true, state: 'bad' },
  ])('STAMP-3 a certificate for $purposes, critical $isCritical, gives a $state token', async ({ purposes, isCritical, state }) => {
    const token = await authority.tokenFor(purposes, isCritical, octets)
    const verdict = await judgeToken(token, { stamped: octets, trust, at: new Date() })
    expect(verdict).toMatchObject(state === 'good' ? { state } : { state, reason: 'usage' })
  })

  test('STAMP-3 an authority on P-256 is as good', async () => {
    const token = await authority.tokenFor([stamps], true, octets, 'p256')
    expect(await judgeToken(token, { stamped: octets, trust, at: new Date() })).toMatchObject({ state: 'good' })
  })

  test('STAMP-3 a changed token is a failed line wherever it is changed', async () => {
    const text = Buffer.from(xml).toString('utf8')
    const [, first = ''] = /<EncapsulatedTimeStamp>([^<]+)</.exec(text) ?? []
    const token = Buffer.from(first, 'base64')
    for (let at = 60; at < token.length; at += Math.floor(token.length / 12)) {
      const bent = Buffer.from(token)
      bent.writeUInt8(bent.readUInt8(at) ^ 0x01, at)
      const report = await verify(Buffer.from(text.replace(first, bent.toString('base64'))))
      expect([at, report.checks.find(({ id }) => id === 'timestamp.token')?.outcome]).toEqual([at, 'failed'])
    }
  })

  test('STAMP-4 no fresh list of the authority for time stamps is unknown', async () => {
    expect((await verify(xml, { trust: { ...trust, crls: workshop.trust.crls } })).verdict).toBe('unknown')
  })

  const source = (more: Partial<StampSettings> = {}, told: string[] = []) =>
    new StampAuthority(
      { url, otherwise: 'refuse', milliseconds: 10_000, ...more },
      { trust: () => trust, now: () => new Date(), report: (event) => told.push(event) },
    )
  const octets = Buffer.from('a signature')

  test('STAMP-5 a good answer is embedded, and the authority learns a digest alone', async () => {
    authority.manner = 'well'
    authority.asked.length = 0
    const token = await source({ policy: '1.2.3.4.1' }).stamp(octets)
    expect(opensslAccepts(token ?? new Uint8Array(), octets)).toContain('Verification: OK')
    expect(authority.asked[0]?.length).toBeLessThan(90)
  })

  test.each<Manner>(['refusing', 'silent', 'other imprint', 'other nonce', 'not DER', 'as a web page', 'huge'])(
    'STAMP-5 an authority that answers %s: nothing is signed',
    async (manner) => {
      authority.manner = manner
      const asking = source({ milliseconds: manner === 'silent' ? 100 : 10_000 }).stamp(octets)
      await expect(asking).rejects.toMatchObject({ code: 'timestamp.failed' })
      await expect(asking).rejects.toBeInstanceOf(Fault)
    },
  )

  test('STAMP-5 an answer under another policy is refused', async () => {
    authority.manner = 'well'
    await expect(source({ policy: '1.2.3.4.9' }).stamp(octets)).rejects.toMatchObject({ code: 'timestamp.failed' })
  })

  test('STAMP-6 a school may sign without, and it is told', async () => {
    authority.manner = 'refusing'
    const told: string[] = []
    expect(await source({ otherwise: 'without' }, told).stamp(octets)).toBeUndefined()
    expect(told).toEqual(['timestamp.missing'])
  })

  test('STAMP-6 settings: none by default, refusing unless said otherwise, no senseless ones', () => {
    const env = { HOCBA_AGENT_TOKEN: 't', HOCBA_TSA_URL: 'http://tsa.example/' }
    expect(readConfig({ HOCBA_AGENT_TOKEN: 't' }).stamps).toBeUndefined()
    expect(readConfig(env).stamps).toEqual({ url: 'http://tsa.example/', otherwise: 'refuse', milliseconds: 10_000 })
    for (const bad of [
      { HOCBA_TSA_URL: 'ftp://x' },
      { HOCBA_TSA_OTHERWISE: 'maybe' },
      { HOCBA_TSA_SECONDS: '0' },
      { HOCBA_TSA_POLICY: 'x' },
    ])
      expect(() => readConfig({ ...env, ...bad })).toThrow(TypeError)
    expect(() => readConfig({ ...env, HOCBA_SIGNING_TIME_STYLE: 'signature-properties' })).toThrow('has no place')
  })
})
