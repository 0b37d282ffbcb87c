import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPem } from '../../../signing-agent/src/certificate/chain.ts'
import { readCertificate } from '../../../signing-agent/src/certificate/subject.ts'
import { issue, publish, renew, revoke } from '../../../signing-agent/src/certificate/trial.ts'
import { openKey } from '../../../signing-agent/src/signer.ts'
import { run } from '../../support/outside.ts'
import { hocba } from '../../support/terminal.ts'
import { describeWith } from '../../support/tools.ts'

const holder = { name: 'Nguyễn Thị Ánh', uid: 'CCCD:001', organisation: 'Trường THCS Thử' }
const pin = Buffer.from('654321')

describeWith('openssl', 'the authority for trying out', () => {
  let dir: string
  let first: string

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hocba-trial-'))
    first = (await issue(dir, 'gv.anh', holder, pin, new Date())).serial
  })

  afterAll(() => rm(dir, { recursive: true, force: true }))

  const keyFile = (suffix: string): string => join(dir, 'agent/credentials', `gv.anh.${suffix}`)
  const certificate = async () => readCertificate(readPem(await readFile(keyFile('pem'), 'utf8'))[0] ?? new Uint8Array())
  const opensslSays = (): string => {
    const pki = (name: string): string => join(dir, 'pki', name)
    const trust = ['-CAfile', pki('root.pem'), '-untrusted', pki('chain.pem'), '-CRLfile', pki('crl.pem')]
    return run('openssl', ['verify', '-crl_check_all', ...trust, keyFile('pem')]).text
  }

  test('TRIAL-1 what it issues is accepted by openssl, opens with its PIN and says that it is no licensed authority', async () => {
    expect(opensslSays()).toContain('OK')
    expect(await certificate()).toMatchObject({ serialHex: first, commonName: holder.name, uid: holder.uid })
    await openKey(await readFile(keyFile('p12')), Buffer.from('654321'))
    expect((await stat(keyFile('p12'))).mode & 0o077).toBe(0)
    const chain = run('openssl', ['x509', '-noout', '-issuer', '-nameopt', 'utf8', '-in', keyFile('pem')]).text
    expect(chain).toContain('Không phải tổ chức chứng thực được cấp phép')
  })

  test('TRIAL-2 a second certificate is asked for by renewal, with a new key for the same person', async () => {
    await expect(issue(dir, 'gv.anh', holder, pin, new Date())).rejects.toMatchObject({ code: 'credential.unfit' })
    const { serial } = await renew(dir, 'gv.anh', Buffer.from('112233'), new Date())
    expect(serial).not.toBe(first)
    expect(await certificate()).toMatchObject({ serialHex: serial, commonName: holder.name, uid: holder.uid })
    expect(opensslSays()).toContain('OK')
    await openKey(await readFile(keyFile('p12')), Buffer.from('112233'))
  })

  test('TRIAL-6 a key on P-256 is made when it is asked for, and so is the one that follows it', async () => {
    const on = async (): Promise<string> =>
      run('openssl', ['x509', '-noout', '-text', '-in', join(dir, 'agent/credentials/gv.cuc.pem')]).text.match(/NIST CURVE: \S+/)?.[0] ?? ''
    await issue(dir, 'gv.cuc', { ...holder, name: 'Lê Thị Cúc', uid: 'CCCD:003' }, pin, new Date(), 'p256')
    expect(await on()).toBe('NIST CURVE: P-256')
    await renew(dir, 'gv.cuc', pin, new Date())
    expect(await on()).toBe('NIST CURVE: P-256')
  })

  test('TRIAL-3 what is revoked stands in every list from then on', async () => {
    await revoke(dir, { account: 'gv.anh', serial: first, reason: 'superseded' }, new Date())
    expect(opensslSays()).toContain('OK')
    const { serial } = await revoke(dir, { account: 'gv.anh', reason: 'key-compromise' }, new Date())
    expect(opensslSays()).toContain('certificate revoked')
    await publish(dir, new Date())
    const list = run('openssl', ['crl', '-noout', '-text', '-in', join(dir, 'pki/crl.pem')]).text.toUpperCase()
    expect([first, serial].map((one) => list.includes(one.toUpperCase()))).toEqual([true, true])
    await expect(revoke(dir, { account: 'gv.anh', reason: 'unspecified' }, new Date())).rejects.toMatchObject({ code: 'credential.unfit' })
  })

  test('TRIAL-4 it is not mixed into the trust of a school that has another authority', async () => {
    const other = join(dir, 'other')
    await mkdir(join(other, 'pki'), { recursive: true })
    await writeFile(join(other, 'pki/root.pem'), await readFile(join(dir, 'pki/root.pem')))
    await expect(issue(other, 'gv.anh', holder, pin, new Date())).rejects.toMatchObject({ code: 'credential.unfit' })
    await expect(stat(join(other, 'agent'))).rejects.toThrow('ENOENT')
  })

  test('TRIAL-5 the command says each time that this is for trying out, and hides names and PIN from other users', async () => {
    const words = ['ca', 'issue', '--account', 'gv.binh', '--name', 'Lê Văn Bình', '--uid', 'CCCD:002', '--school', 'Trường THCS Thử']
    const made = await hocba(words, { HOCBA_DATA_DIR: dir, HOCBA_PIN: '654321' })
    expect([made.code, made.out]).toEqual([0, expect.stringContaining('CHỈ ĐỂ THỬ')])
    const again = await hocba(words, { HOCBA_DATA_DIR: dir, HOCBA_PIN: '654321' })
    expect([again.code, again.errors]).toEqual([1, expect.stringContaining('[credential.unfit]')])
  })
})
