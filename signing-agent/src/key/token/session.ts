import { Fault } from '@hocba/shared/core'
import { X509Certificate } from 'node:crypto'
import { orderChain } from '../../certificate/chain.ts'
import type { KeyAlgorithm, Tries } from '../port.ts'
import { algorithmOfCertificate, digestInfo } from '../signature.ts'
import { type Cryptoki, asFault, ck, numberOf, triesOf } from './cryptoki.ts'
import type { TokenPlace } from './place.ts'

type Handle = Buffer

export interface TokenDescription {
  readonly certificate: Uint8Array
  readonly chain: readonly Uint8Array[]
  readonly algorithm: KeyAlgorithm
  readonly tries: Tries
}

/**
 * One token in the hands of one process. A login counts for the whole process, not for a session, so the authorisation that it was
 * made for is remembered: nobody else signs on that person's PIN.
 */
export class TokenSession {
  readonly #cryptoki: Cryptoki
  readonly #place: TokenPlace
  readonly #slot: Handle
  readonly #session: Handle
  #login: { readonly authorization: string; readonly key: Handle; readonly algorithm: KeyAlgorithm } | undefined

  /** @throws Fault `credential.missing` when the token is not there */
  constructor(cryptoki: Cryptoki, place: TokenPlace) {
    this.#cryptoki = cryptoki
    this.#place = place
    this.#slot = this.#findSlot()
    this.#session = cryptoki.C_OpenSession(this.#slot, ck.flag.serialSession)
  }

  /** What is public on the token; no PIN is needed. */
  describe(): TokenDescription {
    const certificates = this.#certificates()
    const holder = this.#holder(certificates)
    const others = certificates.map(({ value }) => value)
    const [, ...chain] = orderChain(others, (one: X509Certificate) => one.raw.equals(holder.value))
    return { certificate: holder.value, chain, algorithm: algorithmOfCertificate(holder.value), tries: this.tries() }
  }

  tries(): Tries {
    return triesOf(this.#cryptoki.C_GetTokenInfo(this.#slot).flags)
  }

  /**
   * One try with the PIN, whose bytes are zeroed.
   * @throws Fault `pin.wrong`, `pin.locked` (with what the token says of further tries), `key.busy`, `credential.unfit`
   */
  login(authorization: string, pin: Uint8Array): void {
    if (this.#login?.authorization === authorization) return void pin.fill(0)
    try {
      this.#cryptoki.C_Login(this.#session, ck.user, Buffer.from(pin).toString('utf8'))
    } catch (cause) {
      const fault = asFault(cause)
      throw fault.code === 'pin.wrong' ? new Fault('pin.wrong', { cause, extra: { tries: this.tries() } }) : fault
    } finally {
      pin.fill(0)
    }
    try {
      this.#login = { authorization, ...this.#findKey() }
    } catch (cause) {
      this.#cryptoki.C_Logout(this.#session)
      throw asFault(cause)
    }
  }

  /** @throws Fault `batch.unknown` when the token is not open for this authorisation */
  sign(authorization: string, digests: readonly Uint8Array[]): readonly Uint8Array[] {
    const login = this.#login
    if (login?.authorization !== authorization) throw new Fault('batch.unknown')
    return digests.map((digest) => this.#sign(login, digest))
  }

  logout(): void {
    if (this.#login !== undefined) this.#cryptoki.C_Logout(this.#session)
    this.#login = undefined
    this.#cryptoki.C_CloseSession(this.#session)
  }

  #sign({ key, algorithm }: { readonly key: Handle; readonly algorithm: KeyAlgorithm }, digest: Uint8Array): Uint8Array {
    const isRsa = algorithm === 'rsa-sha256'
    try {
      this.#cryptoki.C_SignInit(this.#session, { mechanism: isRsa ? ck.mechanism.rsaPkcs : ck.mechanism.ecdsa }, key)
      return Uint8Array.from(this.#cryptoki.C_Sign(this.#session, isRsa ? digestInfo(digest) : Buffer.from(digest), Buffer.alloc(1_024)))
    } catch (cause) {
      throw asFault(cause)
    }
  }

  /** The certificate that the place names by CKA_ID, or the only one of a person. */
  #holder(certificates: readonly { readonly id: string; readonly value: Buffer }[]): { readonly id: string; readonly value: Buffer } {
    const { key } = this.#place
    const [holder, ...others] = certificates.filter(({ id, value }) => (key === undefined ? !new X509Certificate(value).ca : id === key))
    if (holder === undefined) throw new Fault('credential.missing', { detail: 'Không thấy chứng thư của người này trên thiết bị ký.' })
    if (others.length > 0) throw new Fault('credential.unfit', { detail: 'Thiết bị ký có nhiều chứng thư; hãy nêu mã khóa (--key).' })
    return holder
  }

  #findSlot(): Handle {
    const fitting = this.#cryptoki.C_GetSlotList(true).filter((slot) => {
      const { label, serialNumber } = this.#cryptoki.C_GetTokenInfo(slot)
      return [label, serialNumber].some((name) => name.replace(/[\s\0]+$/, '') === this.#place.token)
    })
    const [slot, ...others] = fitting
    if (slot === undefined) throw new Fault('credential.missing', { detail: `Chưa cắm thiết bị ký «${this.#place.token}» vào máy này.` })
    if (others.length > 0) throw new Fault('credential.unfit', { detail: `Có nhiều thiết bị ký tên «${this.#place.token}».` })
    return slot
  }

  /** The private key beside the certificate, by its CKA_ID; a key that can leave the token is none of ours. */
  #findKey(): { readonly key: Handle; readonly algorithm: KeyAlgorithm } {
    const { id, value } = this.#holder(this.#certificates())
    const algorithm = algorithmOfCertificate(value)
    const [key, ...others] = this.#find([
      { type: ck.attribute.class, value: ck.object.privateKey },
      { type: ck.attribute.id, value: Buffer.from(id, 'hex') },
    ])
    if (key === undefined || others.length > 0) throw new Fault('credential.missing', { detail: 'Không thấy khóa ký trên thiết bị.' })
    const isKept = this.#flag(key, ck.attribute.sensitive) === true && this.#flag(key, ck.attribute.extractable) === false
    if (!isKept)
      throw new Fault('credential.unfit', { detail: 'Khóa trên thiết bị này có thể bị sao chép ra ngoài nên không được dùng để ký.' })
    if (this.#flag(key, ck.attribute.alwaysAuthenticate) === true)
      throw new Fault('credential.unfit', { detail: 'Thiết bị này hỏi PIN cho từng chữ ký; chưa ký theo đợt được.' })
    return { key, algorithm }
  }

  #certificates(): readonly { readonly id: string; readonly value: Buffer }[] {
    return this.#find([{ type: ck.attribute.class, value: ck.object.certificate }]).map((handle) => {
      const [id, value] = this.#cryptoki.C_GetAttributeValue(this.#session, handle, [
        { type: ck.attribute.id },
        { type: ck.attribute.value },
      ])
      return { id: id?.value.toString('hex') ?? '', value: value?.value ?? Buffer.alloc(0) }
    })
  }

  /** `undefined` when the token does not know the attribute. */
  #flag(handle: Handle, type: number): boolean | undefined {
    try {
      return this.#cryptoki.C_GetAttributeValue(this.#session, handle, [{ type }])[0]?.value[0] === 1
    } catch (cause) {
      if (numberOf(cause) === 0x12) return undefined // ATTRIBUTE_TYPE_INVALID
      throw cause
    }
  }

  #find(template: { readonly type: number; readonly value: number | Buffer }[]): readonly Handle[] {
    this.#cryptoki.C_FindObjectsInit(this.#session, template)
    try {
      return this.#cryptoki.C_FindObjects(this.#session, 100)
    } finally {
      this.#cryptoki.C_FindObjectsFinal(this.#session)
    }
  }
}
