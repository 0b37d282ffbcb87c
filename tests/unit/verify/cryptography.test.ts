import * as node from 'node:crypto'
import { type Cryptography, nodeCryptography, webCryptography } from '@hocba/shared/verify'
import { describe, expect, it } from 'vitest'
import { publicKeyOf } from '../../../shared/src/verify/certificate/algorithm.ts'
import { readDer } from '../../../shared/src/verify/der.ts'

const both: readonly (readonly [string, Cryptography])[] = [
  ['WebCrypto', webCryptography],
  ['node:crypto', nodeCryptography(node)],
]
const message = new TextEncoder().encode('học bạ')
const pairs = {
  rsa: node.generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ecdsa: node.generateKeyPairSync('ec', { namedCurve: 'P-256' }),
} as const

const signatureOf = (kind: keyof typeof pairs, hash: string): Uint8Array =>
  node.sign(hash, message, { key: pairs[kind].privateKey, dsaEncoding: 'ieee-p1363' })

describe.each(both)('cryptography by %s', (_, { digest, digestsAround, verify }) => {
  it('VERIFY-40 digests are those of the standard', async () => {
    for (const name of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const) {
      expect(Buffer.from(await digest(name, message)).toString('hex')).toBe(node.createHash(name).update(message).digest('hex'))
    }
  })

  it('VERIFY-40 each digest leaves out its own gap and nothing else, in whatever order they come', async () => {
    const bytes = Uint8Array.from({ length: 300 }, (_value, index) => index % 251)
    const gaps = [
      { start: 10, end: 20, until: 40 },
      { start: 50, end: 60, until: 90 },
      { start: 5, end: 5, until: 300 },
      { start: 70, end: 200, until: 200 },
    ]
    const expected = gaps.map(({ start, end, until }) =>
      node.createHash('sha256').update(bytes.subarray(0, start)).update(bytes.subarray(end, until)).digest('hex'),
    )
    const found = await digestsAround(bytes, gaps)
    expect(found.map((one) => Buffer.from(one).toString('hex'))).toEqual(expected)
  })

  it.each([
    ['rsa', 'SHA-256'],
    ['rsa', 'SHA-384'],
    ['rsa', 'SHA-512'],
    ['ecdsa', 'SHA-256'],
  ] as const)('VERIFY-40 %s with %s: only the signature of this message by this key', async (kind, hash) => {
    const key = publicKeyOf(readDer(pairs[kind].publicKey.export({ type: 'spki', format: 'der' })))
    const algorithm = { key: kind, hash }
    const signature = signatureOf(kind, hash)
    expect(await verify(key, algorithm, signature, message)).toBe(true)
    expect(await verify(key, algorithm, signature, message.subarray(1))).toBe(false)
    expect(await verify(key, algorithm, signature.subarray(1), message)).toBe(false)
    expect(await verify(key, algorithm, Uint8Array.from(signature).fill(0), message)).toBe(false)
    expect(await verify(key, algorithm, new Uint8Array(), message)).toBe(false)
  })
})
