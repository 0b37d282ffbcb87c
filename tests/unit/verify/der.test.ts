import { generateKeyPairSync, sign } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publicKeyOf, rawEcdsa, verifySignature } from '../../../shared/src/verify/certificate/algorithm.ts'
import { isNameText } from '../../../shared/src/verify/certificate/name.ts'
import { webCryptography } from '../../../shared/src/verify/cryptography.ts'
import { DerError, readDer } from '../../../shared/src/verify/der.ts'
import { fromBase64, fromHex } from '../../../shared/src/verify/bytes.ts'

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
