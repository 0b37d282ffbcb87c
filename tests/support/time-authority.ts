import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type Server, createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import {
  type Issuer,
  type KeyType,
  exportKey,
  generateKeys,
  makeRevocationList,
  makeRoot,
} from '../../signing-agent/src/certificate/authority.ts'
import { toPem } from '../../signing-agent/src/certificate/chain.ts'
import { run } from './outside.ts'

/** How the stand-in answers. */
export type Manner = 'well' | 'refusing' | 'silent' | 'other imprint' | 'other nonce' | 'not DER' | 'as a web page' | 'huge'

const policy = '1.2.3.4.1'

/** An RFC 3161 authority around `openssl ts`, on the loopback interface. */
export class TimeAuthority {
  manner: Manner = 'well'
  readonly root: Uint8Array
  readonly crl: Uint8Array
  readonly #dir: string
  readonly #issuer: Issuer
  readonly #server: Server
  /** Queries that came in, as bytes. */
  readonly asked: Buffer[] = []

  private constructor(dir: string, issuer: Issuer, crl: Uint8Array) {
    this.#dir = dir
    this.#issuer = issuer
    this.root = new Uint8Array(issuer.certificate.rawData)
    this.crl = crl
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const query = Buffer.concat(parts)
        this.asked.push(query)
        if (this.manner === 'silent') return
        response.setHeader('content-type', this.manner === 'as a web page' ? 'text/html' : 'application/timestamp-reply')
        response.end(this.#answer(query))
      })
    })
  }

  static async open(): Promise<TimeAuthority> {
    const now = new Date()
    const dir = await mkdtemp(join(tmpdir(), 'hocba-tsa-'))
    const root = await makeRoot(now)
    const authority = new TimeAuthority(dir, root, await makeRevocationList(root, now))
    await authority.#certify('tsa', [x509.ExtendedKeyUsage.timeStamping], true)
    authority.#write('root.pem', toPem('CERTIFICATE', authority.root))
    authority.#write('serial', '01\n')
    authority.#write('tsa.cnf', configuration(dir))
    return authority
  }

  async #certify(name: string, purposes: readonly string[], isCritical: boolean, type: KeyType = 'rsa'): Promise<void> {
    const keys = await generateKeys(type)
    const certificate = await x509.X509CertificateGenerator.create(
      {
        serialNumber: `40${randomBytes(8).toString('hex')}`,
        subject: 'C=VN, O=Dịch vụ dấu thời gian thử, CN=Dấu thời gian thử',
        issuer: this.#issuer.certificate.subjectName,
        notBefore: new Date(Date.now() - 3_600_000),
        notAfter: new Date(Date.now() + 86_400_000),
        publicKey: keys.publicKey,
        signingKey: this.#issuer.key,
        signingAlgorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
        extensions: [
          new x509.ExtendedKeyUsageExtension([...purposes], isCritical),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        ],
      },
      webcrypto as Crypto,
    )
    this.#write(`${name}.pem`, toPem('CERTIFICATE', new Uint8Array(certificate.rawData)))
    this.#write(`${name}.key`, toPem('PRIVATE KEY', await exportKey(keys.privateKey)))
  }

  get rootFile(): string {
    return join(this.#dir, 'root.pem')
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
    await rm(this.#dir, { recursive: true, force: true })
  }

  /** A token over these octets, without a request of ours. */
  token(octets: Uint8Array): Uint8Array {
    this.#write('octets', octets)
    this.#openssl('-query', '-data', this.#path('octets'), '-sha256', '-cert', '-out', this.#path('own.tsq'))
    this.#openssl('-reply', ...this.#signer, '-queryfile', this.#path('own.tsq'), '-token_out', '-out', this.#path('own.tok'))
    return this.#read('own.tok')
  }

  /** The same words signed by a certificate for these purposes: `openssl ts` itself would not. */
  async tokenFor(purposes: readonly string[], isCritical: boolean, octets: Uint8Array, type?: KeyType): Promise<Uint8Array> {
    await this.#certify('other', purposes, isCritical, type)
    this.#write('good.tok', this.token(octets))
    run('openssl', ['cms', '-verify', '-noverify', '-inform', 'DER', '-in', this.#path('good.tok'), '-out', this.#path('info')])
    const signer = ['-signer', this.#path('other.pem'), '-inkey', this.#path('other.key')]
    const kind = ['-econtent_type', '1.2.840.113549.1.9.16.1.4', '-binary', '-nodetach', '-cades', '-nosmimecap']
    run('openssl', ['cms', '-sign', ...kind, ...signer, '-in', this.#path('info'), '-outform', 'DER', '-out', this.#path('other.tok')])
    return this.#read('other.tok')
  }

  #answer(query: Buffer): Buffer {
    if (this.manner === 'not DER') return Buffer.from('service unavailable')
    if (this.manner === 'huge') return Buffer.alloc(256 * 1024)
    const digest = query.subarray(query.indexOf(Buffer.from('0420', 'hex')) + 2).subarray(0, 32)
    this.#write('q.tsq', query)
    if (this.manner === 'other nonce') this.#query(digest.toString('hex'))
    if (this.manner === 'other imprint') this.#query('ab'.repeat(32))
    if (this.manner === 'refusing') this.#openssl('-query', '-data', this.#path('tsa.pem'), '-sha512', '-cert', '-out', this.#path('q.tsq'))
    this.#openssl('-reply', ...this.#signer, '-queryfile', this.#path('q.tsq'), '-out', this.#path('q.tsr'))
    return Buffer.from(this.#read('q.tsr'))
  }

  #query(digest: string): void {
    this.#openssl('-query', '-digest', digest, '-sha256', '-cert', '-out', this.#path('q.tsq'))
  }

  get #signer(): readonly string[] {
    return ['-config', this.#path('tsa.cnf')]
  }

  #openssl(...words: readonly string[]): void {
    run('openssl', ['ts', ...words])
  }

  #path(name: string): string {
    return join(this.#dir, name)
  }

  #write(name: string, content: string | Uint8Array): void {
    writeFileSync(this.#path(name), content)
  }

  #read(name: string): Uint8Array {
    return readFileSync(this.#path(name))
  }
}

const configuration = (dir: string): string => `[tsa]
default_tsa = one
[one]
serial = ${dir}/serial
signer_cert = ${dir}/tsa.pem
signer_key = ${dir}/tsa.key
signer_digest = sha256
default_policy = ${policy}
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
`
