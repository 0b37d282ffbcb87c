import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AskStatus, type Trust, type VerifyReport, readCertificate, verifyFile } from '@hocba/shared/verify'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asIssuer } from '../../../signing-agent/src/certificate/authority.ts'
import { readPem } from '../../../signing-agent/src/certificate/chain.ts'
import { Responder } from '../../../sync-server/src/verify/responder.ts'
import { StatusResponder } from '../../support/status-responder.ts'
import { describeWith } from '../../support/tools.ts'
import { gridSnapshot, signersOf } from '../signing/snapshots.ts'
import { type Workshop, openWorkshop } from '../signing/workshop.ts'

const snapshot = gridSnapshot('2025-6A.TOAN.HK1', signersOf('gv.toan', 'gv.van', 'hieutruong', 'vanthu'))
const answering = '1.3.6.1.5.5.7.3.9'

describeWith('openssl', 'a responder', () => {
  let workshop: Workshop
  let responder: StatusResponder
  let url: string
  let xml: Uint8Array
  let serials: readonly string[]
  /** Without the list of who issued the holders' certificates. */
  let trust: Trust

  beforeAll(async () => {
    workshop = await openWorkshop()
    responder = new StatusResponder(join(workshop.dir, 'agent/authority'))
    url = await responder.listen()
    xml = workshop.sign(snapshot).xml
    serials = snapshot.signers.map(({ person }) => readCertificate(workshop.key(person).certificate.der).serial)
    trust = { ...workshop.trust, crls: workshop.trust.crls.slice(1) }
    const text = (name: string): string => readFileSync(join(workshop.dir, 'agent/authority', name), 'utf8')
    const issuer = (name: string) =>
      asIssuer(
        readPem(text(`${name}.pem`))[0] ?? new Uint8Array(),
        Buffer.from(text(`${name}.key`).replace(/-----[^-]+-----|\s/g, ''), 'base64'),
      )
    await responder.certify('delegate', await issuer('issuing'), [answering])
    await responder.certify('delegate on P-256', await issuer('issuing'), [answering], 'p256')
    await responder.certify('idler', await issuer('issuing'), ['1.3.6.1.5.5.7.3.2'])
    await responder.certify('stranger', await issuer('root'), [answering])
  })

  beforeEach(() => {
    Object.assign(responder, { signer: 'issuing', manner: 'well', asked: 0 })
    responder.known = serials.map((serial) => ({ serial }))
  })

  afterAll(async () => {
    await responder.close()
    await workshop.close()
  })

  const asker = (milliseconds = 5_000): AskStatus => new Responder({ url, milliseconds }, Date.now).ask
  const verify = (more: { readonly trust?: Trust; readonly at?: Date; readonly status?: AskStatus } = {}): Promise<VerifyReport> =>
    verifyFile(xml, { trust, at: new Date(), status: asker(), ...more })
  const minutes = (count: number): Date => new Date(Date.now() + count * 60_000)

  test('OCSP-1 a fresh answer of the issuer stands for the list, and nothing stands for both', async () => {
    expect((await verify()).verdict).toBe('valid')
    expect((await verifyFile(xml, { trust, at: new Date() })).verdict).toBe('unknown')
  })

  test.each([
    ['delegate', 'valid'],
    ['delegate on P-256', 'valid'],
    ['idler', 'unknown'],
    ['stranger', 'unknown'],
  ] as const)('OCSP-2 answers signed by the %s give %s', async (signer, verdict) => {
    responder.signer = signer
    expect((await verify()).verdict).toBe(verdict)
  })

  test('OCSP-3 revoked before signing is invalid, revoked after it is fine and said', async () => {
    responder.known = serials.map((serial, index) => (index === 2 ? { serial, revoked: minutes(-60) } : { serial }))
    const before = await verify()
    expect([before.verdict, before.signatures[2]?.status]).toEqual(['invalid', 'bad'])
    responder.known = serials.map((serial) => ({ serial, revoked: minutes(-0.2) }))
    const after = await verify()
    expect(after.verdict).toBe('valid')
    expect(after.checks.find(({ id }) => id === 'certificate.revocation')?.detail).toContain('thu hồi sau đó')
  })

  test('OCSP-4 an answer of “unknown”, or past its time, is never good', async () => {
    responder.known = []
    expect((await verify()).verdict).toBe('unknown')
    responder.known = serials.map((serial) => ({ serial }))
    expect((await verify({ at: minutes(6) })).verdict).toBe('unknown')
  })

  test('OCSP-4 an answer about another certificate is no answer', async () => {
    const kept = new Map<string, Uint8Array>()
    const first: AskStatus = async ({ request, issuerKey }) => {
      const known = kept.get(issuerKey) ?? responder.answer(request)
      kept.set(issuerKey, known)
      return known
    }
    expect((await verify({ status: first })).verdict).toBe('unknown')
  })

  test.each(['silent', 'wrong type', 'huge'] as const)('OCSP-5 a responder that is %s leaves the lists to decide', async (manner) => {
    responder.manner = manner
    const status = asker(manner === 'silent' ? 50 : 5_000)
    expect((await verify({ status })).verdict).toBe('unknown')
    expect((await verify({ status, trust: workshop.trust })).verdict).toBe('valid')
  })

  test('OCSP-6 answers are kept for a while, so that a batch asks once for each certificate', async () => {
    let now = 0
    const { ask } = new Responder({ url, milliseconds: 5_000 }, () => now)
    const files = [xml, workshop.sign(snapshot).pdf]
    for (const file of files) expect((await verifyFile(file, { trust, at: new Date(), status: ask })).verdict).toBe('valid')
    // The authority's own certificate is asked about too.
    expect(responder.asked).toBe(serials.length + 1)
    now = 6 * 60_000
    await verifyFile(xml, { trust, at: new Date(), status: ask })
    expect(responder.asked).toBe(2 * (serials.length + 1))
  })
})
