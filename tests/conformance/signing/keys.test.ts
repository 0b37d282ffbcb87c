import { execFileSync } from 'node:child_process'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPin, ensureDemoCredentials } from '../../../signing-agent/src/certificate/demo.ts'
import { readCertificate } from '../../../signing-agent/src/certificate/subject.ts'
import { openPfx } from '../../../signing-agent/src/key/pfx.ts'
import { PinCounter } from '../../../signing-agent/src/key/pin.ts'
import { Pkcs12Keys } from '../../../signing-agent/src/key/pkcs12.ts'
import { Person } from '../keys/key-contract.ts'
import { school } from './snapshots.ts'
import { describeWith } from '../../support/tools.ts'
import { run } from '../../support/outside.ts'
import { type Workshop, holders, openWorkshop } from './workshop.ts'

let workshop: Workshop

beforeAll(async () => {
  workshop = await openWorkshop()
})

afterAll(() => workshop.close())

const pfx = (account: string): string => join(workshop.dir, 'agent/credentials', `${account}.p12`)

const keys = (pins = new PinCounter(() => 0)): Pkcs12Keys => new Pkcs12Keys(join(workshop.dir, 'agent/credentials'), pins, () => 0)

describeWith('openssl', 'demo authority', () => {
  test('SIGN-20 openssl accepts chain and revocation lists with Vietnamese names', () => {
    const credential = join(workshop.dir, 'agent/credentials/gv.toan.pem')
    const args = ['-CAfile', workshop.pki('root.pem'), '-untrusted', workshop.pki('chain.pem'), '-CRLfile', workshop.pki('crl.pem')]
    expect(run('openssl', ['verify', '-x509_strict', '-crl_check_all', ...args, credential]).text).toMatch(/: OK\n$/)
  })

  test('SIGN-20 openssl opens the PKCS#12 with the PIN and finds the holder', () => {
    const { text } = run('openssl', ['pkcs12', '-in', pfx('gv.toan'), '-passin', `pass:${demoPin}`, '-nokeys', '-clcerts'])
    expect(text).toContain('UID = CCCD:079085000011')
    expect(text).toContain('friendlyName: gv.toan')
  })

  test('SIGN-21 subject and issuer keep their letters', () => {
    const { certificate } = workshop.key('gv.toan')
    expect(certificate.subjectText).toBe('CN=Nguyễn Thị Hồng Ánh,UID=CCCD:079085000011,O=Trường THCS Lê Quý Đôn,C=VN')
    expect(certificate.issuerName).toBe('Cơ quan chứng thực trình diễn dành cho trường học')
  })

  test('SIGN-22 a second start changes no credential and keeps the folder closed to others', async () => {
    const before = await readFile(pfx('gv.toan'))
    await ensureDemoCredentials(workshop.dir, holders, school, new Date())
    expect((await readFile(pfx('gv.toan'))).equals(before)).toBe(true)
    expect((await stat(join(workshop.dir, 'agent'))).mode & 0o777).toBe(0o700)
    expect((await stat(pfx('gv.toan'))).mode & 0o777).toBe(0o600)
  })

  test('SIGN-22 the verifier key of the log is a C2SP note key', async () => {
    expect(await readFile(workshop.pki('school.vkey'), 'utf8')).toMatch(/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}\n$/)
  })
})

describeWith('openssl', 'PKCS#12', () => {
  test('SIGN-23 a file with OpenSSL 3 defaults is read', async () => {
    const pem = join(workshop.dir, 'key.pem')
    execFileSync('openssl', ['pkcs12', '-in', pfx('gv.van'), '-passin', `pass:${demoPin}`, '-nodes', '-out', pem], { stdio: 'pipe' })
    const path = join(workshop.dir, 'openssl.p12')
    execFileSync('openssl', ['pkcs12', '-export', '-in', pem, '-passout', 'pass:Mật khẩu 1', '-out', path], { stdio: 'pipe' })
    const { certificates } = await openPfx(await readFile(path), Buffer.from('Mật khẩu 1'))
    expect(certificates.map((one) => readCertificate(one).commonName)).toEqual([
      'Lê Thị Mỹ Phượng',
      'Cơ quan chứng thực trình diễn dành cho trường học',
    ])
  })

  test('SIGN-24 a wrong PIN is pin.wrong, and a damaged file is not', async () => {
    const file = await readFile(pfx('gv.toan'))
    await expect(openPfx(file, Buffer.from('000000'))).rejects.toMatchObject({ code: 'pin.wrong' })
    await writeFile(join(workshop.dir, 'cut.p12'), file.subarray(0, 100))
    await expect(openPfx(file.subarray(0, 100), Buffer.from(demoPin))).rejects.toMatchObject({ code: 'credential.missing' })
  })

  test('SIGN-25 after five wrong PINs the credential is locked for fifteen minutes, also against the right one', async () => {
    let now = 0
    const pins = new PinCounter(() => now)
    for (let tries = 0; tries < 5; tries++) {
      await expect(keys(pins).check('gv.toan', new Person('999999'))).rejects.toMatchObject({ code: 'pin.wrong' })
    }
    await expect(keys(pins).check('gv.toan', new Person(demoPin))).rejects.toMatchObject({ code: 'pin.locked' })
    await keys(pins).check('gv.van', new Person(demoPin))
    now = 15 * 60_000
    await keys(pins).check('gv.toan', new Person(demoPin))
    expect(pins.remaining('gv.toan')).toBe(5)
  })
})
