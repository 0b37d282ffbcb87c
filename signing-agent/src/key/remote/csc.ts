import { Fault } from '@hocba/shared/core'
import { sessionMilliseconds } from '../port.ts'
import { at, derOf, textAt, textsAt } from './answer.ts'
import { type Answer, type RemoteHttp, failure } from './http.ts'
import { oids, signAlgorithm } from './oid.ts'
import type { ServiceAccess } from './place.ts'
import type { RemoteBatch, RemoteCredential, RemoteService, RemoteSignature } from './service.ts'
import { type RemoteState, waitFor, wordState } from './wait.ts'

/**
 * The API of the Cloud Signature Consortium, version 1 (`…/csc/v1`) or 2 (`…/csc/v2`), with an authorisation that the person gives on
 * their telephone and that is bound to the hashes (implicit, SCAL 2). Credentials that want a PIN or a one-time password here are
 * refused. Tried against a stand-in only.
 */
export class Csc implements RemoteService {
  readonly name = 'CSC'
  readonly #http: RemoteHttp
  readonly #access: ServiceAccess

  constructor(http: RemoteHttp, access: ServiceAccess) {
    this.#http = http
    this.#access = access
  }

  async credential(user: string, wanted: string | undefined): Promise<RemoteCredential> {
    const bearer = await this.#login()
    const ids = textsAt((await this.#ask('credentials/list', { userID: user }, bearer)).body, 'credentialIDs')
    const [id, ...others] = ids.filter((one) => wanted === undefined || one === wanted)
    if (id === undefined) throw new Fault('credential.missing', { detail: 'Dịch vụ ký số không có chứng thư của người này.' })
    if (others.length > 0) throw new Fault('credential.unfit', { detail: 'Người này có nhiều chứng thư; hãy nêu mã chứng thư.' })
    const { body } = await this.#ask(
      'credentials/info',
      { credentialID: id, certificates: 'chain', certInfo: true, authInfo: true },
      bearer,
    )
    const mode = textAt(body, 'authMode') ?? textAt(body, 'auth', 'mode')
    if (mode !== 'implicit' || String(at(body, 'SCAL')) !== '2')
      throw new Fault('credential.unfit', {
        detail: 'Dịch vụ đòi PIN, OTP của người ký hoặc không gắn xác nhận với mã băm; không dùng kiểu đó.',
      })
    if (textAt(body, 'key', 'status') === 'disabled') throw new Fault('credential.unfit', { detail: 'Khóa trên dịch vụ đã bị khóa.' })
    const maxBatch = Math.max(1, Number(at(body, 'multisign')) || 1)
    return { id, certificates: textsAt(body, 'cert', 'certificates').map(derOf), maxBatch }
  }

  async sign(batch: RemoteBatch, tell: (code: string) => void): Promise<readonly RemoteSignature[]> {
    const bearer = await this.#login()
    tell(batch.transaction.slice(0, 8))
    const sad = await this.#authorize(batch, bearer)
    const facts = { credentialID: batch.credential.id, SAD: sad, ...this.#hashes(batch), signAlgo: signAlgorithm(batch.credential) }
    const { body } = await this.#ask('signatures/signHash', facts, bearer, false)
    return textsAt(body, 'signatures').map((value) => ({ value: Buffer.from(value, 'base64') }))
  }

  /** Version 1 answers once the person has acted; version 2 may answer with a handle to ask for. */
  async #authorize(batch: RemoteBatch, bearer: string): Promise<string> {
    const facts = {
      credentialID: batch.credential.id,
      numSignatures: batch.documents.length,
      ...this.#hashes(batch),
      description: batch.title,
      clientData: batch.transaction,
    }
    const asking = { bearer, repeatable: false, patience: sessionMilliseconds }
    const { body, status } = await this.#http.post('credentials/authorize', facts, asking)
    const handle = textAt(body, 'handle')
    const sad = textAt(body, 'SAD')
    if (sad !== undefined) return sad
    if (handle === undefined || status >= 400) throw refusal({ body, status })
    let found = ''
    await waitFor(this.#http.timing, async (): Promise<RemoteState> => {
      const answer = await this.#http.post('credentials/authorizeCheck', { handle }, { bearer, repeatable: true })
      found = textAt(answer.body, 'SAD') ?? ''
      if (found !== '') return { state: 'signed', signatures: [] }
      return answer.status < 400 ? { state: 'waiting' } : wordState(errorOf(answer))
    })
    return found
  }

  /** The same set under the names of either version. */
  #hashes({ documents }: RemoteBatch): object {
    const hashes = documents.map(({ digest }) => Buffer.from(digest).toString('base64'))
    return this.#access.url.endsWith('/v2') ? { hashes, hashAlgorithmOID: oids.sha256 } : { hash: hashes, hashAlgo: oids.sha256 }
  }

  async #login(): Promise<string> {
    const facts = { grant_type: 'client_credentials', client_id: this.#access.client, client_secret: this.#access.secret }
    const { body } = await this.#http.post('oauth2/token', facts, { repeatable: true })
    const token = textAt(body, 'access_token')
    if (token === undefined) throw failure('không nhận được phiên làm việc')
    return token
  }

  async #ask(path: string, facts: object, bearer: string, repeatable = true): Promise<Answer> {
    const answer = await this.#http.post(path, facts, { bearer, repeatable })
    if (answer.status >= 400) throw refusal(answer)
    return answer
  }
}

const errorOf = ({ body, status }: Answer): string =>
  [textAt(body, 'error'), textAt(body, 'error_description')].filter((text) => text !== undefined).join(': ') || `mã ${status}`

function refusal(answer: Answer): Fault {
  const word = wordState(errorOf(answer))
  if (word.state === 'rejected') return new Fault('remote.rejected')
  return word.state === 'expired' ? new Fault('remote.expired') : failure(errorOf(answer).slice(0, 100))
}
