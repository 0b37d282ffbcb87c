import { createHash, generateKeyPairSync, createPublicKey, sign, verify } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { canonicalJson, toBase64 } from '@hocba/shared/core'
import {
  type CheckSignature,
  type Leaf,
  checkpointText,
  leafText,
  openNote,
  parseNote,
  parseVerifierKey,
  remembering,
  signedNote,
} from '@hocba/shared/log'

const check: CheckSignature = (raw, signature, text) =>
  verify(
    null,
    text,
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') }, format: 'jwk' }),
    signature,
  )

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const typed = Buffer.concat([Uint8Array.of(1), publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)])
const keyHash = createHash('sha256').update('truong.example\n').update(typed).digest('hex').slice(0, 8)
const vkey = `truong.example+${keyHash}+${typed.toString('base64')}`
const checkpoint = { origin: 'truong.example', size: 12, root: new Uint8Array(32).fill(7) }

function noteOf(text = checkpointText(checkpoint)): string {
  return signedNote(text, { name: 'truong.example', keyHash }, sign(null, Buffer.from(text), privateKey))
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const key = parseVerifierKey(vkey)
if (!key) throw new Error('the key is well formed')

describe('checkpoints', () => {
  test('NOTE-1 the key and note of the signed-note specification are read and verify', async () => {
    const published = parseVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
    expect(published?.name).toBe('PeterNeumann')
    const text = 'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n'.replace('’', "'")
    const body = 'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM='
    const bytes = Buffer.from(body, 'base64')
    expect(bytes.subarray(0, 4).toString('hex')).toBe(published?.keyHash)
    expect(published && check(published.publicKey, bytes.subarray(4), Buffer.from(text))).toBe(true)
  })

  test('NOTE-2 a checkpoint comes back as it was signed', async () => {
    expect(await openNote(noteOf(), key, check)).toEqual({ ok: true, value: checkpoint })
  })

  test('NOTE-3 another size, root, origin, key or signature is refused', async () => {
    for (const text of [
      checkpointText({ ...checkpoint, size: 13 }),
      checkpointText({ ...checkpoint, root: new Uint8Array(32) }),
      checkpointText({ ...checkpoint, origin: 'other' }),
    ]) {
      const forged = noteOf().replace(checkpointText(checkpoint), text)
      expect(await openNote(forged, key, check)).toEqual({ ok: false, error: 'note.signature' })
    }
    expect(await openNote(noteOf(checkpointText({ ...checkpoint, origin: 'other' })), key, check)).toMatchObject({ ok: false })
    expect(await openNote(noteOf().replace(/— \S+/, '— other'), key, check)).toEqual({ ok: false, error: 'note.signature' })
  })

  test('NOTE-4 what is no note is refused, whatever it is', () => {
    const good = noteOf()
    for (const bad of [
      '',
      good.slice(0, -1),
      `${good}\n`,
      good.replace('12', '012'),
      good.replace('12', '-1'),
      good.replace('\n\n', '\n'),
      `\n${good}`,
      good.replace(toBase64(checkpoint.root), 'AAAA'),
    ])
      expect(parseNote(bad)).toEqual({ ok: false, error: 'note.malformed' })
  })

  test('NOTE-5 exactly the same bytes are computed once, nothing else is taken for them', async () => {
    const computed = vi.fn<CheckSignature>(check)
    const remembered = remembering(computed, 2)
    const [text, other] = [utf8('a\n'), utf8('b\n')]
    const signature = sign(null, text, privateKey)
    const ask = (signed: Uint8Array): boolean | Promise<boolean> => remembered(key.publicKey, signature, signed)
    expect([await ask(text), await ask(text), await ask(other), await ask(other)]).toEqual([true, true, false, false])
    expect(computed).toHaveBeenCalledTimes(2)
    const long = utf8('c'.repeat(1_025))
    expect([await ask(long), await ask(long), await ask(text)]).toEqual([false, false, true])
    expect(computed).toHaveBeenCalledTimes(4)
    expect([await ask(utf8('d')), await ask(text)]).toEqual([false, true])
    expect(computed).toHaveBeenCalledTimes(6)
  })

  test('LEAF-1 the text of a leaf is canonical JSON (RFC 8785)', () => {
    const event: Leaf = {
      v: 1,
      kind: 'order',
      at: '2026-01-01T08:00:00.000+07:00',
      actor: 'a1',
      session: 'sess"ion\u00e9',
      cause: null,
      changes: ['00', 'ff'],
      update: null,
      digest: null,
      place: null,
    }
    const row: Leaf = {
      ...event,
      kind: 'edit',
      update: 'ab',
      place: { grid: '2025-6A.TOAN.HK1', seq: 3, epoch: 1, document: 'cells', prev: null, clients: [7, 8] },
    }
    for (const leaf of [event, row]) expect(leafText(leaf)).toBe(canonicalJson(leaf))
  })
})
