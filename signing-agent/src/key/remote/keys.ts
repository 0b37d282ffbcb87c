import { X509Certificate, randomBytes, randomUUID } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import { Authorizations } from '../authorizations.ts'
import { type Authorization, type AuthorizationRequest, type CredentialRef, type Holder, type KeyProvider, hexOf } from '../port.ts'
import { algorithmOfCertificate } from '../signature.ts'
import { collect } from './collect.ts'
import { Csc } from './csc.ts'
import { RemoteHttp, type Timing } from './http.ts'
import { MySign } from './mysign.ts'
import { type RemotePlace, readAccess, readRemote, remoteAccounts } from './place.ts'
import type { RemoteCredential, RemoteService } from './service.ts'
import { SmartCa } from './smartca.ts'

const services = { csc: Csc, smartca: SmartCa, mysign: MySign } as const

/**
 * Keys at a remote signing service. The person confirms the whole batch once, on their telephone; the signatures come back with that
 * answer, are checked against certificate and digests, and are handed out one by one.
 */
export class RemoteKeys implements KeyProvider {
  readonly kind = 'remote'
  readonly #dir: string
  readonly #timing: Timing
  readonly #open: Authorizations<ReadonlyMap<string, Uint8Array>>

  constructor(dir: string, timing: Timing) {
    this.#dir = dir
    this.#timing = timing
    this.#open = new Authorizations(timing.now)
  }

  async list(): Promise<readonly CredentialRef[]> {
    const found = await Promise.all((await remoteAccounts(this.#dir)).map((account) => this.find(account)))
    return found.filter((credential) => credential !== undefined)
  }

  async find(account: string): Promise<CredentialRef | undefined> {
    const place = await readRemote(this.#dir, account)
    if (place === undefined) return undefined
    const service = await this.#service(place)
    const { certificate, chain, maxBatch } = demandWhole(await service.credential(place.user, place.credential))
    return {
      id: account,
      kind: this.kind,
      act: 'phone',
      certificate,
      chain,
      algorithms: [algorithmOfCertificate(certificate)],
      maxBatch,
      status: 'ready',
      assurance: `Dịch vụ ký số từ xa ${service.name} (kết nối chưa được kiểm chứng với nhà cung cấp)`,
    }
  }

  async check(): Promise<void> {
    // The telephone rings once, for the batch itself.
  }

  async authorize(request: AuthorizationRequest, holder: Holder): Promise<Authorization> {
    const place = await readRemote(this.#dir, request.credential)
    if (place === undefined) throw new Fault('credential.missing')
    const service = await this.#service(place)
    const credential = await service.credential(place.user, place.credential)
    const { certificate, maxBatch } = demandWhole(credential)
    if (request.digests.length > maxBatch)
      throw new Fault('credential.unfit', { detail: `Dịch vụ chỉ cho ký ${maxBatch} tệp mỗi lần xác nhận.` })
    const documents = named(request.digests)
    const transaction = randomUUID()
    const title = `${request.display.title} (${request.display.count})`
    const tell = (code: string): void => holder.awaits({ service: service.name, code, documents: documents.map(({ id }) => id) })
    try {
      const signatures = await service.sign({ user: place.user, credential, transaction, title, documents }, tell)
      const found = collect(new X509Certificate(certificate).publicKey, documents, signatures)
      if (found.size === 0) throw new Fault('remote.partial')
      return this.#open.add(request, found)
    } finally {
      holder.awaits(undefined)
    }
  }

  async signHashes(authorization: Authorization, digests: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
    const found = this.#open.demand(authorization, digests)
    return digests.map((digest) => {
      const signature = found.get(hexOf(digest))
      if (signature === undefined) throw new Fault('remote.partial')
      return signature
    })
  }

  async release(authorization: Authorization): Promise<void> {
    this.#open.remove(authorization)
  }

  async #service({ service }: RemotePlace): Promise<RemoteService> {
    const access = await readAccess(this.#dir, service)
    return new services[service](new RemoteHttp(access.url, this.#timing), access)
  }
}

/** Short names that a person can compare on two screens. */
function named(digests: readonly Uint8Array[]): readonly { readonly id: string; readonly digest: Uint8Array }[] {
  const prefix = randomBytes(3).toString('hex').toUpperCase()
  return digests.map((digest, index) => ({ id: `HB-${prefix}-${String(index + 1).padStart(3, '0')}`, digest }))
}

interface Whole {
  readonly certificate: Uint8Array
  readonly chain: readonly Uint8Array[]
  readonly maxBatch: number
}

/** Holder first, then issuers; a root, which everybody has already, is left out. */
function demandWhole({ certificates: [certificate, ...chain], maxBatch }: RemoteCredential): Whole {
  if (certificate === undefined) throw new Fault('credential.missing', { detail: 'Dịch vụ không trả về chứng thư.' })
  try {
    const issuers = chain.filter((one) => !new X509Certificate(one).checkIssued(new X509Certificate(one)))
    algorithmOfCertificate(certificate)
    return { certificate, chain: issuers, maxBatch }
  } catch (cause) {
    throw cause instanceof Fault ? cause : new Fault('credential.unfit', { detail: 'Chứng thư mà dịch vụ trả về không đọc được.', cause })
  }
}
