import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { type Issuer, type KeyType, exportKey, generateKeys } from '../../signing-agent/src/certificate/authority.ts'
import { toPem } from '../../signing-agent/src/certificate/chain.ts'
import { run } from './outside.ts'

/** Serial numbers (hex) that were revoked, and when; those named at all are known. */
export interface Known {
  readonly serial: string
  readonly revoked?: Date
}

const utc = (date: Date): string => date.toISOString().replace(/\D/g, '').slice(2, 14) + 'Z'

/**
 * An OCSP responder around `openssl ocsp`, one process an answer: as a server of its own that program would listen on every
 * interface.
 */
export class StatusResponder {
  known: readonly Known[] = []
  /** Which certificate signs: `issuing`, or one made by `certify`. */
  signer = 'issuing'
  manner: 'well' | 'silent' | 'wrong type' | 'huge' = 'well'
  asked = 0
  readonly #dir: string
  readonly #server: Server

  /** `dir` holds `issuing.pem` and `issuing.key`. */
  constructor(dir: string) {
    this.#dir = dir
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        this.asked += 1
        if (this.manner === 'silent') return
        response.setHeader('content-type', this.manner === 'wrong type' ? 'text/html' : 'application/ocsp-response')
        response.end(this.manner === 'huge' ? Buffer.alloc(256 * 1024) : this.answer(Buffer.concat(parts)))
      })
    })
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  answer(request: Uint8Array): Uint8Array {
    const path = (name: string): string => join(this.#dir, name)
    const lines = this.known.map(({ serial, revoked }) =>
      [
        revoked === undefined ? 'V' : 'R',
        '400101000000Z',
        revoked === undefined ? '' : utc(revoked),
        serial.toUpperCase(),
        'unknown',
        `/CN=${serial}`,
      ].join('\t'),
    )
    writeFileSync(path('index.txt'), lines.map((line) => `${line}\n`).join(''))
    writeFileSync(path('request.der'), request)
    const signer = ['-rsigner', path(`${this.signer}.pem`), '-rkey', path(`${this.signer}.key`)]
    const files = ['-index', path('index.txt'), '-CA', path('issuing.pem'), '-reqin', path('request.der'), '-respout', path('answer.der')]
    run('openssl', ['ocsp', ...files, ...signer, '-nmin', '5'])
    return readFileSync(path('answer.der'))
  }

  /** A responder's certificate by this issuer. */
  async certify(name: string, issuer: Issuer, purposes: readonly string[], type?: KeyType): Promise<void> {
    const keys = await generateKeys(type)
    const certificate = await x509.X509CertificateGenerator.create(
      {
        serialNumber: `40${randomBytes(8).toString('hex')}`,
        subject: `C=VN, CN=Trả lời trạng thái ${name}`,
        issuer: issuer.certificate.subjectName,
        notBefore: new Date(Date.now() - 3_600_000),
        notAfter: new Date(Date.now() + 86_400_000),
        publicKey: keys.publicKey,
        signingKey: issuer.key,
        signingAlgorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
        extensions: [new x509.ExtendedKeyUsageExtension([...purposes])],
      },
      webcrypto as Crypto,
    )
    writeFileSync(join(this.#dir, `${name}.pem`), toPem('CERTIFICATE', new Uint8Array(certificate.rawData)))
    writeFileSync(join(this.#dir, `${name}.key`), toPem('PRIVATE KEY', await exportKey(keys.privateKey)))
  }
}
