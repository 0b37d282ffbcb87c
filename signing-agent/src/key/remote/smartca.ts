import { Fault } from '@hocba/shared/core'
import { derOf, listAt, textAt } from './answer.ts'
import { type Answer, type RemoteHttp, failure } from './http.ts'
import type { ServiceAccess } from './place.ts'
import type { RemoteBatch, RemoteCredential, RemoteService, RemoteSignature } from './service.ts'
import { type RemoteState, waitFor, wordState } from './wait.ts'

/**
 * VNPT SmartCA, version 1: the person confirms in the app. Version 2 takes their password and one-time secret and is not spoken here.
 * As its guide describes it; not yet tried against VNPT's own sandbox.
 */
export class SmartCa implements RemoteService {
  readonly name = 'VNPT SmartCA'
  readonly #http: RemoteHttp
  readonly #access: ServiceAccess

  constructor(http: RemoteHttp, access: ServiceAccess) {
    this.#http = http
    this.#access = access
  }

  async credential(user: string, wanted: string | undefined): Promise<RemoteCredential> {
    const answer = await this.#ask('v1/credentials/get_certificate', { user_id: user, transaction_id: '', ...serial(wanted) }, true)
    const found = listAt(answer.body, 'data', 'user_certificates').filter(
      (one) => wanted === undefined || textAt(one, 'serial_number') === wanted,
    )
    const [one, ...others] = found
    if (one === undefined) throw new Fault('credential.missing', { detail: 'SmartCA không có chứng thư của người này.' })
    if (others.length > 0) throw new Fault('credential.unfit', { detail: 'Người này có nhiều chứng thư SmartCA; hãy nêu số sê-ri.' })
    const chain = [textAt(one, 'cert_data'), textAt(one, 'chain_data', 'ca_cert')].filter((text) => text !== undefined).map(derOf)
    return { id: textAt(one, 'serial_number') ?? '', certificates: chain, maxBatch: 200 }
  }

  async sign(
    { user, credential, transaction, title, documents }: RemoteBatch,
    tell: (code: string) => void,
  ): Promise<readonly RemoteSignature[]> {
    const answer = await this.#ask(
      'v1/signatures/sign',
      {
        user_id: user,
        transaction_id: transaction,
        transaction_desc: title,
        ...serial(credential.id),
        sign_files: documents.map(({ id, digest }) => ({
          doc_id: id,
          file_type: 'xml',
          sign_type: 'hash',
          data_to_be_signed: Buffer.from(digest).toString('hex'),
        })),
      },
      false,
    )
    const id = textAt(answer.body, 'data', 'transaction_id') ?? transaction
    tell(textAt(answer.body, 'data', 'tran_code') ?? id)
    return waitFor(this.#http.timing, () => this.#state(user, id))
  }

  async #state(user: string, id: string): Promise<RemoteState> {
    const { body } = await this.#ask(`v1/signatures/sign/${encodeURIComponent(id)}/status`, { user_id: user, transaction_id: id }, true)
    const word = textAt(body, 'message') ?? ''
    if (word !== 'SUCCESS') return wordState(word)
    const signatures = listAt(body, 'data', 'signatures').map((one) => ({
      document: textAt(one, 'doc_id') ?? '',
      value: Buffer.from(textAt(one, 'signature_value') ?? '', 'base64'),
    }))
    return signatures.length === 0 ? { state: 'waiting' } : { state: 'signed', signatures }
  }

  async #ask(path: string, facts: object, repeatable: boolean): Promise<Answer> {
    const answer = await this.#http.post(path, { sp_id: this.#access.client, sp_password: this.#access.secret, ...facts }, { repeatable })
    if (answer.status === 200) return answer
    const word = textAt(answer.body, 'message') ?? `mã ${answer.status}`
    if (word === 'CREDENTIAL_STATUS_INVALID') throw new Fault('credential.unfit', { detail: 'Chứng thư SmartCA không còn hiệu lực.' })
    throw failure(word.slice(0, 100))
  }
}

const serial = (number: string | undefined): object => (number === undefined || number === '' ? {} : { serial_number: number })
