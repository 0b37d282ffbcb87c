import * as node from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publicKeyOf, rawEcdsa, verifySignature } from '../../../shared/src/verify/certificate/algorithm.ts'
import { isNameText } from '../../../shared/src/verify/certificate/name.ts'
import { nodeCryptography, webCryptography } from '../../../shared/src/verify/cryptography.ts'
import { curveOrder, numberBytes } from '../../support/curve.ts'
import { der, oid, positiveInteger, sequence } from '../../../signing-agent/src/certificate/der.ts'
import { DerError, readDer } from '../../../shared/src/verify/der.ts'
import { fromBase64, fromHex } from '../../../shared/src/verify/bytes.ts'

const { createECDH, generateKeyPairSync, sign } = node
const ecdsa = { key: 'ecdsa', hash: 'SHA-256' } as const
const message = new TextEncoder().encode('bảng điểm')

describe('strict encodings', () => {
  it('VERIFY-3 an ECDSA signature in DER is the same as r||s', async () => {
    for (let round = 0; round < 40; round += 1) {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const key = publicKeyOf(readDer(publicKey.export({ type: 'spki', format: 'der' })))
      const signature = rawEcdsa(readDer(sign('sha256', message, privateKey)))
      expect(await verifySignature(webCryptography, key, ecdsa, signature, message)).toBe(true)
      expect(await verifySignature(webCryptography, key, { key: 'rsa', hash: 'SHA-256' }, signature, message)).toBe(false)
    }
  })

  it.each([
    ['a long form for a short length', '30810104'],
    ['a leading zero in the length', '3082000100'],
    ['an indefinite length', '30800000'],
    ['a length beyond the end', '300501'],
    ['bytes after the element', '050000'],
    ['a broken element inside', '30020205'],
    ['nothing', ''],
  ])('VERIFY-3 DER with %s is refused', (_, hex) => {
    expect(() => readDer(fromHex(hex))).toThrow(DerError)
  })

  it('VERIFY-3 Base64 has one spelling', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.nat(),
        fc.constantFrom('A', 'b', '=', ' ', '\n', '+'),
        (bytes, at, char) => {
          const text = Buffer.from(bytes).toString('base64')
          expect(fromBase64(text)).toEqual(Uint8Array.from(bytes))
          const place = at % text.length
          const other = text.slice(0, place) + char + text.slice(place + 1)
          if (other !== text) expect(fromBase64(other)).not.toEqual(Uint8Array.from(bytes))
          expect(fromBase64(`${text}\n`)).toBeUndefined()
        },
      ),
      { seed: 20260110 },
    )
  })

  const name = [[{ type: '2.5.4.6', value: 'VN' }], [{ type: '2.5.4.10', value: 'Trường "A", B' }], [{ type: '2.5.4.3', value: 'Ánh' }]]

  it.each([
    ['CN=Ánh,O=Trường \\"A\\"\\, B,C=VN', true],
    ['CN=\\C3\\81nh, O=Trường \\22A\\22\\2C B, 2.5.4.6=VN', true],
    ['CN=Ánh,O=Trường \\"A\\"\\, B', false],
    ['C=VN,O=Trường \\"A\\"\\, B,CN=Ánh', false],
    ['CN=Anh,O=Trường \\"A\\"\\, B,C=VN', false],
    ['CN=Ánh,O=Trường \\"A\\"\\, B,C=VN,', false],
    ['', false],
  ])('VERIFY-3 %s names the subject: %s', (text, holds) => {
    expect(isNameText(text, name)).toBe(holds)
  })
})

describe('keys and signatures of one kind', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = publicKeyOf(readDer(publicKey.export({ type: 'spki', format: 'der' })))
  const signature = sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)]
  const [zero, order] = [numberBytes(0n), numberBytes(curveOrder)]
  const minus = numberBytes(curveOrder - BigInt(`0x${s.toString('hex')}`))

  it.each([
    ['nothing', []],
    ['63 octets', [signature.subarray(0, 63)]],
    ['65 octets', [signature, zero.subarray(0, 1)]],
    ['r and s of 33 octets each', [zero.subarray(0, 1), r, zero.subarray(0, 1), s]],
    ['r = 0', [zero, s]],
    ['s = 0', [r, zero]],
    ['r = s = 0', [zero, zero]],
    ['r = n', [order, s]],
    ['s = n', [r, order]],
    ['s and r', [s, r]],
    ['DER where r||s is asked for', [sign('sha256', message, privateKey)]],
  ] as const)('VERIFY-15 r||s with %s does not verify, here or in a browser', async (_, parts) => {
    for (const each of [webCryptography, nodeCryptography(node)])
      expect(await verifySignature(each, key, ecdsa, Buffer.concat(parts), message)).toBe(false)
  })

  it('VERIFY-15 of the two values of s that fit, either verifies: tokens and services return whichever comes', async () => {
    for (const each of [webCryptography, nodeCryptography(node)]) {
      expect(await verifySignature(each, key, ecdsa, signature, message)).toBe(true)
      expect(await verifySignature(each, key, ecdsa, Buffer.concat([r, minus]), message)).toBe(true)
    }
  })

  const [one, high] = [Uint8Array.of(1), Uint8Array.of(0x80)]
  it.each([
    ['a leading zero too many', sequence(der(2, zero.subarray(0, 1), one), positiveInteger(one))],
    ['a negative number', sequence(der(2, high), positiveInteger(one))],
    ['a number without digits', sequence(der(2), positiveInteger(one))],
    ['33 digits', sequence(positiveInteger(Buffer.concat([one, zero])), positiveInteger(one))],
    ['one number', sequence(positiveInteger(one))],
    ['three numbers', sequence(positiveInteger(one), positiveInteger(one), positiveInteger(one))],
    ['octets in place of a number', sequence(der(4, one), positiveInteger(one))],
    ['a set in place of the sequence', der(0x31, positiveInteger(one), positiveInteger(one))],
  ])('VERIFY-15 DER of an ECDSA signature with %s is refused', (_, bytes) => {
    expect(() => rawEcdsa(readDer(bytes))).toThrow(DerError)
  })

  const spki = (identifier: Uint8Array, bits: Uint8Array): Uint8Array => sequence(identifier, der(3, Uint8Array.of(0), bits))
  const rsa = sequence(oid('1.2.840.113549.1.1.1'), der(5))
  const rsaKey = (bits: number, exponent: Uint8Array): Uint8Array =>
    spki(rsa, sequence(positiveInteger(numberBytes((1n << BigInt(bits)) - 1n, 256)), positiveInteger(exponent)))
  const curve = (name: string): Uint8Array => sequence(oid('1.2.840.10045.2.1'), oid(name))
  const ecdh = createECDH('prime256v1')
  const point = ecdh.generateKeys()

  it.each([
    ['RSA of 1024 bits', rsaKey(1024, Uint8Array.of(1, 0, 1))],
    ['RSA of 1024 bits made longer by its exponent', rsaKey(1024, Buffer.alloc(256, 0x7f))],
    ['RSA of 2047 bits', rsaKey(2047, Uint8Array.of(1, 0, 1))],
    ['RSA with a negative modulus', spki(rsa, sequence(der(2, Buffer.alloc(256, 0xff)), positiveInteger(one)))],
    ['RSA for PSS alone', spki(sequence(oid('1.2.840.113549.1.1.10')), sequence(der(2, Buffer.alloc(257, 1)), positiveInteger(one)))],
    ['a point of another curve', spki(curve('1.3.132.0.10'), point)],
    ['a compressed point', spki(curve('1.2.840.10045.3.1.7'), ecdh.getPublicKey(null, 'compressed'))],
    ['the point at infinity', spki(curve('1.2.840.10045.3.1.7'), Uint8Array.of(0))],
  ])('VERIFY-15 %s is no key of the profiles', (_, bytes) => {
    expect(() => publicKeyOf(readDer(bytes))).toThrow(DerError)
  })

  it('VERIFY-15 RSA of 2048 bits and a whole point of P-256 are', () => {
    expect(publicKeyOf(readDer(rsaKey(2048, Uint8Array.of(1, 0, 1)))).kind).toBe('rsa')
    expect(publicKeyOf(readDer(spki(curve('1.2.840.10045.3.1.7'), point))).kind).toBe('ecdsa')
  })
})
