import { z } from 'zod'
import { signingRoles } from '../signing/role.ts'

const id = z.string().min(1).max(200)
const digest = z.string().regex(/^[0-9a-f]{64}$/)

/** `GET /api/agent/people`: the school's heading and everybody who may hold a credential. */
export const agentPeople = z.object({
  school: z.object({ id, name: z.string(), authority: z.string(), place: z.string() }),
  holders: z.array(
    z.object({ account: id, name: z.string().min(1), uid: z.string().min(1), title: z.string(), organisation: z.boolean() }),
  ),
})

export type AgentPeople = z.infer<typeof agentPeople>

/** One signature that is asked for, with what the person is shown before the PIN. */
export const agentJob = z.object({
  id,
  kind: z.enum(['grid', 'transcript', 'minutes']),
  /** Grid id or transcript id. */
  subject: id,
  version: z.int().min(1),
  role: z.enum(signingRoles),
  /** Index in the snapshot's signers. */
  position: z.int().min(0).max(63),
  person: id,
  digest,
  title: z.string().max(500),
  students: z.int().min(0),
})

export type AgentJob = z.infer<typeof agentJob>

/** `GET /api/agent/batches/:id?code=`: 404 `batch.unknown` when the code is wrong, used or expired. */
export const agentBatch = z.object({ id, person: id, name: z.string(), jobs: z.array(agentJob).min(1) })

export type AgentBatch = z.infer<typeof agentBatch>

/** `GET /api/agent/log?from=`: hashes in hex. */
export const agentLogHead = z.object({
  size: z.int().min(0),
  root: digest,
  /** That the log of size `from` has grown into this one; empty when it is shorter than that. */
  proof: z.array(digest).max(128),
  /** Lines of history so far: one more than accepted losses. */
  lines: z.int().min(1),
  due: z.boolean(),
})

export type AgentLogHead = z.infer<typeof agentLogHead>

/** That the job's digest is on record in the log of that size. */
const agentProof = z.object({
  index: z.int().min(0),
  size: z.int().min(1),
  leaf: z.string().max(100_000),
  path: z.array(digest).max(64),
})

export type AgentProof = z.infer<typeof agentProof>

/** `POST /api/agent/certificates`: DER in base64. */
export const agentCertificates = z.object({
  certificates: z.array(z.object({ account: id, certificate: z.base64().max(50_000) })).max(2_000),
})

export type AgentCertificates = readonly Readonly<z.infer<typeof agentCertificates>['certificates'][number]>[]

/** One for each, in order. */
export const agentCertificateStates = z.object({ states: z.array(z.enum(['declared', 'approved', 'disabled'])) })

export type CertificateState = z.infer<typeof agentCertificateStates>['states'][number]

/** `POST /api/agent/batches/:id/start`: uses the code up and leases every job. */
export const agentStart = z.object({ code: z.string().min(1).max(200) })

export const agentStarted = z.object({ jobs: z.array(agentJob) })

/** `GET /api/agent/jobs/:id/work`, a bundle: the exact bytes of the snapshot, and both files as signed so far; `null` before the first signature. */
export interface AgentWork {
  readonly snapshot: Uint8Array
  readonly xml: Uint8Array | null
  readonly pdf: Uint8Array | null
}

/** The same with `?size=`, the proof as the bundle's head: what is to be signed, and that it is on record. */
export interface ProvenWork extends AgentWork {
  readonly proof: AgentProof
}

/** The head of that bundle. */
export const provenWorkHead = z.object({ proof: agentProof })

/** `POST /api/agent/jobs/:id/result`, a bundle of the two signed files. */
export interface AgentResult {
  readonly xml: Uint8Array
  readonly pdf: Uint8Array
  /** What kind of key signed. */
  readonly key?: SigningKeyKind | undefined
}

/** The head of that bundle. */
export const agentResultHead = z.object({ key: z.enum(['pkcs12', 'pkcs11', 'remote']).optional() })

type SigningKeyKind = NonNullable<z.infer<typeof agentResultHead>['key']>

/** `POST /api/agent/jobs/:id/failure`: a code of the registry. */
export const agentFailure = z.object({ code: z.string().min(1).max(100), detail: z.string().max(1_000).optional() })

export type AgentFailure = z.infer<typeof agentFailure>

/** `POST <agent>/batches/:id/authorize`: to the agent itself, never to the server. */
export const authorizeRequest = z.object({
  code: z.string().min(1).max(200),
  /** Absent where the holder confirms on a telephone. */
  pin: z.string().min(1).max(64).optional(),
  /** The person wants to use one of the few tries that their token has left. */
  confirmed: z.boolean().optional(),
})
