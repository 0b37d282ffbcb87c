import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { positiveInteger, sequence } from '../../../signing-agent/src/certificate/der.ts'
import { signDigest } from '../../../signing-agent/src/key/signature.ts'
import type { Material } from './credentials.ts'

/** What the person at the telephone does, and what the service makes of it. */
export interface Plan {
  /** Questions answered with «waiting» before that. */
  readonly waits: number
  readonly outcome: 'confirm' | 'reject' | 'expire' | 'fail' | 'never'
  /** Changes the signatures before they are sent: leaves out, doubles, reorders. */
  readonly bend?: (signatures: readonly Signed[]) => readonly Signed[]
  /** Hashes signed in place of those asked for. */
  readonly substitute?: Uint8Array
  /** Statuses answered, once each, to requests whose path ends like this, before they are looked at. */
  readonly troubles?: { readonly path: string; readonly statuses: number[]; readonly retryAfter?: number }
  /** CSC: how the credential is authorised. */
  readonly mode?: string
  /** CSC and MySign: how many hashes may be confirmed at once. */
  readonly most?: number
}

export interface Signed {
  readonly document: string
  readonly value: string
}

/** In place of a status: no answer at all. */
export const hangs = 0

export const agreeable: Plan = { waits: 1, outcome: 'confirm' }

type Body = Readonly<Record<string, unknown>>

interface Answer {
  readonly status?: number
  readonly body: unknown
}

interface Transaction {
  left: number
  readonly plan: Plan
  readonly signed: readonly Signed[]
}

const school = { client: 'truong-le-quy-don', secret: 'bí mật của trường' }

/** A remote signing service of this computer, in three dialects, as their guides describe them. It looks at what it is sent. */
export class StandIn {
  plan = agreeable
  /** Paths in the order asked. */
  readonly asked: string[] = []
  /** Everything it was ever sent, to look for what nobody should send. */
  readonly received: string[] = []
  readonly #materials: ReadonlyMap<string, Material>
  readonly #transactions = new Map<string, Transaction>()
  readonly #tokens = new Set<string>()
  readonly #server: Server

  private constructor(materials: readonly Material[]) {
    this.#materials = new Map(materials.map((material) => [material.account, material]))
    this.#server = createServer((request, response) => void this.#hear(request, response))
  }

  static async open(materials: readonly Material[]): Promise<StandIn> {
    const standIn = new StandIn(materials)
    await new Promise<void>((resolve) => standIn.#server.listen(0, '127.0.0.1', resolve))
    return standIn
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The school's access, as the agent keeps it. */
  access(path: string): object {
    return { url: `${this.origin}${path}`, ...school }
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').slice(1)
    this.asked.push(path)
    const text = await bodyOf(request)
    this.received.push(text)
    const { troubles } = this.plan
    const trouble = troubles !== undefined && path.endsWith(troubles.path) ? troubles.statuses.shift() : undefined
    if (trouble === hangs) return
    if (trouble !== undefined) return void response.writeHead(trouble, { 'retry-after': String(troubles?.retryAfter ?? 0) }).end('<html>')
    const { status = 200, body } = this.#answer(path, JSON.parse(text) as Body, request.headers.authorization ?? '')
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

  #answer(path: string, body: Body, authorization: string): Answer {
    const [dialect, ...rest] = path.split('/')
    const action = rest.join('/')
    if (dialect === 'sca') return this.#smartCa(action.replace('sp769/', ''), body)
    const token = authorization.replace('Bearer ', '')
    if (dialect === 'csc') return this.#csc(action, body, token)
    return dialect === 'vtss' ? this.#mySign(action.replace('service/', ''), body, token) : { status: 404, body: {} }
  }

  #smartCa(action: string, body: Body): Answer {
    if (body['sp_id'] !== school.client || body['sp_password'] !== school.secret)
      return { status: 401, body: { message: 'SP_CREDENTIAL_INVALID' } }
    const status = /^v1\/signatures\/sign\/([^/]+)\/status$/.exec(action)?.[1]
    if (status !== undefined) return this.#smartCaStatus(status)
    const material = this.#materials.get(String(body['user_id']))
    if (material === undefined) return { status: 400, body: { message: 'USER_NOT_FOUND' } }
    if (action === 'v1/credentials/get_certificate') {
      const chain_data = { ca_cert: base64(material.issuer) }
      const one = {
        service_type: 'SMARTCA',
        cert_status: 'VALID',
        serial_number: '5401',
        cert_data: base64(material.certificate),
        chain_data,
      }
      return { body: { status_code: 200, data: { user_certificates: [one] } } }
    }
    const files = body['sign_files']
    if (action !== 'v1/signatures/sign' || !Array.isArray(files)) return { status: 404, body: {} }
    const hashes = files.map((file: Body) => ({
      document: String(file['doc_id']),
      digest: Buffer.from(String(file['data_to_be_signed']), 'hex'),
    }))
    const id = this.#begin(material, hashes, String(body['transaction_id']))
    return { body: { message: 'sig_wait_for_user_confirm', data: { transaction_id: id, tran_code: 'T7F3' } } }
  }

  #smartCaStatus(id: string): Answer {
    const state = this.#state(id)
    if (state === 'confirm') {
      const signatures = this.#signedOf(id).map(({ document, value }) => ({ doc_id: document, signature_value: value }))
      return { body: { message: 'SUCCESS', data: { signatures } } }
    }
    return { body: { message: { waiting: 'WAITING_FOR_SIGNER', reject: 'REJECTED', expire: 'EXPIRED', fail: 'FAILED' }[state] } }
  }

  #mySign(action: string, body: Body, token: string): Answer {
    if (body['client_id'] !== school.client || body['client_secret'] !== school.secret) return { status: 401, body: {} }
    if (action === 'ras/v1/login') return { body: { access_token: this.#token(String(body['user_id'])), expires_in: 3600 } }
    if (!this.#tokens.has(token)) return { status: 401, body: {} }
    const material = this.#materials.get(token.split('.').slice(1).join('.'))
    if (material === undefined) return { status: 400, body: {} }
    if (action === 'certificates/info') {
      const certificates = [base64(material.certificate), base64(material.issuer)]
      const { mode = 'implicit' } = this.plan
      return { body: [{ credential_id: 'C1', cert: { certificates }, authMode: mode, multisign: this.plan.most ?? 500, scal: '2' }] }
    }
    if (action === 'signHash') {
      const hashes = hashesOf(body['hash'])
      const isWhole =
        body['numSignatures'] === hashes.length && Array.isArray(body['documents']) && body['credentialID'] === 'C1' && body['async'] === 1
      return isWhole ? { body: { transactionId: this.#begin(material, hashes) } } : { status: 400, body: {} }
    }
    const id = String(body['transactionId'])
    const state = this.#state(id)
    if (state === 'confirm') return { body: { status: 1, signatures: this.#signedOf(id).map(({ value }) => value) } }
    return { body: { status: { waiting: 4000, reject: 4002, expire: 4001, fail: 4004 }[state] } }
  }

  #csc(action: string, body: Body, token: string): Answer {
    const [version, ...rest] = action.split('/')
    const names = version === 'v2' ? 'hashes' : 'hash'
    if (rest.join('/') === 'oauth2/token')
      return body['client_secret'] === school.secret
        ? { body: { access_token: this.#token('') } }
        : { status: 401, body: { error: 'invalid_client' } }
    if (!this.#tokens.has(token)) return { status: 401, body: { error: 'invalid_token' } }
    if (rest.join('/') === 'credentials/list') return { body: { credentialIDs: [`of-${String(body['userID'])}`] } }
    if (rest.join('/') === 'credentials/authorizeCheck') return this.#cscState(String(body['handle']))
    const material = this.#materials.get(String(body['credentialID']).replace('of-', ''))
    if (material === undefined) return { status: 400, body: { error: 'invalid_request' } }
    if (rest.join('/') === 'credentials/info') {
      const certificates = [base64(material.certificate), base64(material.issuer)]
      return {
        body: {
          key: { status: 'enabled' },
          cert: { certificates },
          authMode: this.plan.mode ?? 'implicit',
          SCAL: '2',
          multisign: this.plan.most ?? 500,
        },
      }
    }
    const hashes = hashesOf(body[names])
    if (rest.join('/') === 'credentials/authorize') {
      if (hashes.length === 0 || body['numSignatures'] !== hashes.length) return { status: 400, body: { error: 'invalid_request' } }
      const id = this.#begin(material, hashes)
      if (version === 'v2') return { status: 202, body: { handle: id } }
      const transaction = this.#transactions.get(id)
      if (transaction !== undefined) transaction.left = 0
      return this.#cscState(id)
    }
    const id = String(body['SAD']).replace('sad-', '')
    const known = this.#transactions.get(id)?.signed.map(({ document }) => document)
    if (JSON.stringify(known) !== JSON.stringify(hashes.map(({ document }) => document)))
      return { status: 400, body: { error: 'invalid_sad' } }
    return { body: { signatures: this.#signedOf(id).map(({ value }) => value) } }
  }

  #cscState(id: string): Answer {
    const state = this.#state(id)
    if (state === 'confirm') return { body: { SAD: `sad-${id}`, expiresIn: 300 } }
    if (state === 'waiting') return { status: 202, body: { handle: id } }
    return { status: 400, body: { error: { reject: 'access_denied', expire: 'authorization_expired', fail: 'server_error' }[state] } }
  }

  #token(user: string): string {
    const token = `${randomUUID()}.${user}`
    this.#tokens.add(token)
    return token
  }

  #begin(
    { key }: Material,
    hashes: readonly { readonly document: string; readonly digest: Uint8Array }[],
    id: string = randomUUID(),
  ): string {
    const { plan } = this
    const signed = hashes.map(({ document, digest }, index) => {
      const signature = signDigest(key, index === 0 ? (plan.substitute ?? digest) : digest)
      return { document, value: base64(key.asymmetricKeyType === 'ec' ? asDer(signature) : signature) }
    })
    this.#transactions.set(id, { left: plan.waits, plan, signed })
    return id
  }

  #state(id: string): 'waiting' | Exclude<Plan['outcome'], 'never'> {
    const transaction = this.#transactions.get(id)
    if (transaction === undefined) return 'fail'
    if (transaction.plan.outcome === 'never' || transaction.left-- > 0) return 'waiting'
    return transaction.plan.outcome
  }

  #signedOf(id: string): readonly Signed[] {
    const { signed = [], plan = agreeable } = this.#transactions.get(id) ?? {}
    return plan.bend?.(signed) ?? signed
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

const hashesOf = (value: unknown): readonly { readonly document: string; readonly digest: Uint8Array }[] =>
  Array.isArray(value) ? value.map((hash) => ({ document: String(hash), digest: Buffer.from(String(hash), 'base64') })) : []

/** ECDSA as most services write it. */
const asDer = (raw: Uint8Array): Uint8Array => sequence(positiveInteger(raw.subarray(0, 32)), positiveInteger(raw.subarray(32)))

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
