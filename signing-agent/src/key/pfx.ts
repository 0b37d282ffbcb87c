import { type KeyObject, createPrivateKey, createPublicKey, webcrypto } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { orderChain } from '../certificate/chain.ts'
import { algorithmOf } from './signature.ts'

const engine = new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto })
pkijs.setEngine('node', engine as unknown as pkijs.ICryptoEngine)

const keyBag = '1.2.840.113549.1.12.10.1.2'
const plainKeyBag = '1.2.840.113549.1.12.10.1.1'
const certificateBag = '1.2.840.113549.1.12.10.1.3'

export interface OpenedPfx {
  readonly key: KeyObject
  /** Holder first. */
  readonly certificates: readonly Uint8Array[]
}

/** Reads a PKCS#12 file (also OpenSSL 3's defaults). A wrong PIN is `pin.wrong`; anything else unreadable is `credential.missing`. */
export async function openPfx(bytes: Uint8Array, pin: Uint8Array): Promise<OpenedPfx> {
  const pfx = parsePfx(bytes)
  const password = toArrayBuffer(pin)
  try {
    await pfx.parseInternalValues({ password, checkIntegrity: true })
  } catch (cause) {
    throw new Fault('pin.wrong', { cause })
  }
  const safe = pfx.parsedValue?.authenticatedSafe
  if (safe === undefined) throw unreadable()
  await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) })
  const contents = (safe.parsedValue as { safeContents: { value: pkijs.SafeContents }[] }).safeContents
  const opened = await openBags(
    contents.flatMap(({ value }) => value.safeBags),
    password,
  )
  new Uint8Array(password).fill(0)
  return opened
}

function parsePfx(bytes: Uint8Array): pkijs.PFX {
  try {
    return pkijs.PFX.fromBER(toArrayBuffer(bytes))
  } catch (cause) {
    throw unreadable(cause)
  }
}

const unreadable = (cause?: unknown): Fault =>
  new Fault('credential.missing', { detail: 'Tệp chứng thư số (.p12) bị hỏng hoặc không đọc được.', cause })

async function openBags(bags: readonly pkijs.SafeBag[], password: ArrayBuffer): Promise<OpenedPfx> {
  const certificates: Uint8Array[] = []
  let key: KeyObject | undefined
  for (const bag of bags) {
    if (bag.bagId === certificateBag) certificates.push(certificateOf(bag.bagValue as pkijs.CertBag))
    if (bag.bagId === keyBag) key = await shroudedKey(bag.bagValue as pkijs.PKCS8ShroudedKeyBag, password)
    if (bag.bagId === plainKeyBag) key = keyOf(bag.bagValue as pkijs.PrivateKeyInfo)
  }
  if (key === undefined || algorithmOf(key) === undefined) throw unreadable()
  const held = key
  const chain = orderChain(certificates, (certificate) => certificate.checkPrivateKey(held))
  if (chain.length === 0) throw unreadable()
  return { key, certificates: chain }
}

const certificateOf = (bag: pkijs.CertBag): Uint8Array => new Uint8Array((bag.parsedValue as pkijs.Certificate).toSchema().toBER())

async function shroudedKey(bag: pkijs.PKCS8ShroudedKeyBag, password: ArrayBuffer): Promise<KeyObject> {
  // The method is protected in the types only; the bag has no other way to decrypt itself.
  await (bag as unknown as { parseInternalValues(options: { password: ArrayBuffer }): Promise<void> }).parseInternalValues({ password })
  if (bag.parsedValue === undefined) throw unreadable()
  return keyOf(bag.parsedValue)
}

function keyOf(info: pkijs.PrivateKeyInfo): KeyObject {
  const bytes = Buffer.from(info.toSchema().toBER())
  const key = createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' })
  bytes.fill(0)
  return key
}

/** Packs a key and its certificates (holder first) under a PIN: PBES2 with AES-256, MAC with SHA-256. */
export async function makePfx(key: KeyObject, certificates: readonly Uint8Array[], pin: Uint8Array, name: string): Promise<Uint8Array> {
  const password = toArrayBuffer(pin)
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' })
  const localKeyId = new asn1js.OctetString({
    valueHex: toArrayBuffer(createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(0, 20)),
  })
  const holder = [attribute('1.2.840.113549.1.9.21', localKeyId), attribute('1.2.840.113549.1.9.20', new asn1js.BmpString({ value: name }))]
  const bag = new pkijs.PKCS8ShroudedKeyBag({ parsedValue: pkijs.PrivateKeyInfo.fromBER(toArrayBuffer(pkcs8)) })
  await bag.makeInternalValues({
    password,
    contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256 } as never,
    hmacHashAlgorithm: 'SHA-256',
    iterationCount: 100_000,
  })
  const safeBags = [
    new pkijs.SafeBag({ bagId: keyBag, bagValue: bag, bagAttributes: holder }),
    ...certificates.map(
      (certificate, index) =>
        new pkijs.SafeBag({
          bagId: certificateBag,
          bagValue: new pkijs.CertBag({ parsedValue: pkijs.Certificate.fromBER(toArrayBuffer(certificate)) }),
          ...(index === 0 ? { bagAttributes: holder } : {}),
        }),
    ),
  ]
  const pfx = await sealed(safeBags, password)
  pkcs8.fill(0)
  new Uint8Array(password).fill(0)
  return new Uint8Array(pfx.toSchema().toBER())
}

async function sealed(safeBags: pkijs.SafeBag[], password: ArrayBuffer): Promise<pkijs.PFX> {
  const pfx = new pkijs.PFX({
    parsedValue: {
      integrityMode: 0,
      authenticatedSafe: new pkijs.AuthenticatedSafe({
        parsedValue: { safeContents: [{ privacyMode: 0, value: new pkijs.SafeContents({ safeBags }) }] },
      }),
    },
  })
  await pfx.parsedValue?.authenticatedSafe?.makeInternalValues({ safeContents: [{}] })
  await pfx.makeInternalValues({ password, iterations: 2048, pbkdf2HashAlgorithm: { name: 'SHA-256' }, hmacHashAlgorithm: 'SHA-256' })
  return pfx
}

const attribute = (type: string, value: unknown): pkijs.Attribute => new pkijs.Attribute({ type, values: [value] })

const toArrayBuffer = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer
