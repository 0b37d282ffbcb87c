import { Fault } from '@hocba/shared/core'
import { at, derOf, listAt, textAt, textsAt } from './answer.ts'
import { type Answer, type RemoteHttp, failure } from './http.ts'
import type { ServiceAccess } from './place.ts'
import type { RemoteBatch, RemoteCredential, RemoteService, RemoteSignature } from './service.ts'
import { oids, signAlgorithm } from './oid.ts'
import { type RemoteState, waitFor } from './wait.ts'

const base = 'vtss/service'
const profile = 'adss:ras:profile:001'

const states: Readonly<Record<number, Exclude<RemoteState, { readonly state: 'signed' }>>> = {
  4000: { state: 'waiting' },
  6000: { state: 'waiting' },
  4001: { state: 'expired' },
  4002: { state: 'rejected' },
  4004: { state: 'failed', why: 'ký không thành công' },
  4005: { state: 'failed', why: 'hết lượt ký' },
  13004: { state: 'failed', why: 'chứng thư hết hạn hoặc bị thu hồi' },
}

/** Viettel MySign: the person confirms in the app. As its guide describes it; not yet tried against Viettel's own sandbox. */
export class MySign implements RemoteService {
  readonly name = 'Viettel MySign'
  readonly #http: RemoteHttp
  readonly #access: ServiceAccess

  constructor(http: RemoteHttp, access: ServiceAccess) {
    this.#http = http
    this.#access = access
  }

  async credential(user: string, wanted: string | undefined): Promise<RemoteCredential> {
    const bearer = await this.#login(user)
    const facts = { ...this.#client(), profile_id: profile, user_id: user, certificates: 'chain', certInfo: true, authInfo: true }
    const { body } = await this.#ask('certificates/info', facts, true, bearer)
    const list = Array.isArray(body) ? body : []
    const [one, ...others] = list.filter((each) => wanted === undefined || textAt(each, 'credential_id') === wanted)
    if (one === undefined) throw new Fault('credential.missing', { detail: 'MySign không có chứng thư của người này.' })
    if (others.length > 0) throw new Fault('credential.unfit', { detail: 'Người này có nhiều chứng thư MySign; hãy nêu mã chứng thư.' })
    if (textAt(one, 'authMode') !== 'implicit' || String(at(one, 'scal')) !== '2')
      throw new Fault('credential.unfit', { detail: 'Chứng thư MySign này đòi mã của người ký ngoài điện thoại; không dùng kiểu đó.' })
    const maxBatch = Math.max(1, Number(at(one, 'multisign')) || 1)
    return { id: textAt(one, 'credential_id') ?? '', certificates: textsAt(one, 'cert', 'certificates').map(derOf), maxBatch }
  }

  async sign({ user, credential, title, documents }: RemoteBatch, tell: (code: string) => void): Promise<readonly RemoteSignature[]> {
    const bearer = await this.#login(user)
    const facts = {
      ...this.#client(),
      credentialID: credential.id,
      numSignatures: documents.length,
      description: base64(title),
      documents: documents.map(({ id }) => ({ document_id: id, document_name: base64(id) })),
      hash: documents.map(({ digest }) => Buffer.from(digest).toString('base64')),
      hashAlgo: oids.sha256,
      signAlgo: signAlgorithm(credential),
      async: 1,
    }
    const { body } = await this.#ask('signHash', facts, false, bearer)
    const id = textAt(body, 'transactionId')
    if (id === undefined) throw failure('không nhận được mã giao dịch')
    tell(id)
    return waitFor(this.#http.timing, () => this.#state(id, bearer))
  }

  async #state(transactionId: string, bearer: string): Promise<RemoteState> {
    const { body } = await this.#ask('requests/status', { ...this.#client(), transactionId }, true, bearer)
    const status = Number(at(body, 'status'))
    if (status !== 1) return states[status] ?? { state: 'failed', why: `mã ${status}` }
    return { state: 'signed', signatures: listAt(body, 'signatures').map((one) => ({ value: Buffer.from(String(one), 'base64') })) }
  }

  async #login(user: string): Promise<string> {
    const { body } = await this.#ask('ras/v1/login', { ...this.#client(), profile_id: profile, user_id: user }, true)
    const token = textAt(body, 'access_token')
    if (token === undefined) throw failure('không nhận được phiên làm việc')
    return token
  }

  async #ask(path: string, facts: object, repeatable: boolean, bearer?: string): Promise<Answer> {
    const answer = await this.#http.post(`${base}/${path}`, facts, { repeatable, ...(bearer === undefined ? {} : { bearer }) })
    if (answer.status === 200) return answer
    throw failure(textAt(answer.body, 'error_description') ?? `mã ${answer.status}`)
  }

  #client(): object {
    return { client_id: this.#access.client, client_secret: this.#access.secret }
  }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
