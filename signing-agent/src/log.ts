import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { Fault, fromHex } from '@hocba/shared/core'
import {
  type CheckSignature,
  type Checkpoint,
  type LogProof,
  type VerifierKey,
  checkpointText,
  isGrown,
  openNote,
  openProof,
  parseVerifierKey,
  remembering,
  signedNote,
  standingOf,
} from '@hocba/shared/log'
import type { AgentJob, AgentLogHead, AgentWork } from '@hocba/shared/wire'
import type { Server } from './server.ts'

export interface LogPlace {
  /** The private key, PEM. */
  readonly key: string
  /** Its public half as published, a C2SP verifier key. */
  readonly publicKey: string
  /** The last checkpoint signed here, which no server can take back. */
  readonly last: string
}

/**
 * The school's log as the agent vouches for it: signs a head only after it has seen that it continues the last one signed here,
 * and lets a key near a job only if what it signs is on record there (I12, I16).
 */
export class LogSigner {
  readonly #server: Server
  readonly #place: LogPlace
  #running: Promise<SignedHead> | undefined
  /** Read anew with every head: the jobs of a batch ask for it hundreds of times. */
  #published: Promise<VerifierKey> | undefined

  constructor(server: Server, place: LogPlace) {
    this.#server = server
    this.#place = place
  }

  /** Looks whether the log still continues what was signed here, and signs its head if it is time to. */
  async attend(): Promise<void> {
    if (!existsSync(this.#place.key)) return
    const last = await this.#last(await this.#key())
    const head = await this.#server.logHead(last?.checkpoint.size ?? 0)
    if (last) await this.#demandGrown(last, head)
    if (head.due) await this.checkpoint()
  }

  /**
   * The present head, signed; one at a time.
   * @throws Fault `log.forked`, `log.rewound`, `store.unavailable`
   */
  checkpoint(): Promise<SignedHead> {
    this.#published = undefined
    this.#running ??= this.#sign().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /**
   * What the job is about, once it is sure that its digest was made by a row of the log under `head`, which was signed here.
   * @throws Fault `log.forked` when the proof does not hold
   */
  async demand(job: AgentJob, head: SignedHead): Promise<WorkOnRecord> {
    return demandUnder(this.#server, job, head, await this.#key())
  }

  /**
   * The same of a proof that a file brings along from its first signer; its checkpoint was signed here as well.
   * @throws Fault `log.forked`
   */
  async demandProof(job: AgentJob, proof: LogProof): Promise<void> {
    await demandProven(job, proof, await this.#key())
  }

  async #sign(): Promise<SignedHead> {
    const key = await this.#key()
    const last = await this.#last(key)
    const head = await this.#server.logHead(last?.checkpoint.size ?? 0)
    const next = { origin: originOf(key, head), size: head.size, root: fromHex(head.root) }
    if (last) await this.#demandGrown(last, head)
    const text = checkpointText(next)
    const note = signedNote(text, key, sign(null, Buffer.from(text), createPrivateKey(await readFile(this.#place.key))))
    await this.#keep(note)
    await this.#server.keepCheckpoint(note)
    return { checkpoint: next, note }
  }

  /** Before a head that does not continue ours is refused, the server hears what we hold: it must not write on. */
  async #demandGrown({ checkpoint, text }: Last, { size, root, proof, lines }: AgentLogHead): Promise<void> {
    // A person has accepted the loss of what an earlier line held; every browser tells who and why.
    if (!checkpoint.origin.endsWith(`/${lines}`)) return
    if (await isGrown(checkpoint, { size, root: fromHex(root) }, proof.map(fromHex), sha256)) return
    await this.#server.showCheckpoint(text)
    throw new Fault(size < checkpoint.size ? 'log.rewound' : 'log.forked')
  }

  #key(): Promise<VerifierKey> {
    this.#published ??= readLogKey(this.#place.publicKey)
    this.#published.catch(() => (this.#published = undefined))
    return this.#published
  }

  async #last(key: VerifierKey): Promise<Last | undefined> {
    const text = await readFile(this.#place.last, 'utf8').catch(() => undefined)
    if (text === undefined) return undefined
    const opened = await openNote(text, key, checkEd25519)
    return opened.ok ? { text, checkpoint: opened.value } : undefined
  }

  async #keep(note: string): Promise<void> {
    await writeFile(`${this.#place.last}.new`, note, { mode: 0o600, flush: true })
    await rename(`${this.#place.last}.new`, this.#place.last)
  }
}

/** @throws Fault `store.unavailable` */
export async function readLogKey(path: string): Promise<VerifierKey> {
  const key = parseVerifierKey(await readFile(path, 'utf8').catch(() => ''))
  if (!key) throw new Fault('store.unavailable', { detail: 'Khóa ký nhật ký của trường chưa sẵn sàng.' })
  return key
}

type WorkSource = Pick<Server, 'provenWork'>

/** @throws Fault `log.forked` when the proof does not hold */
export async function demandUnder(server: WorkSource, job: AgentJob, head: SignedHead, key: VerifierKey): Promise<WorkOnRecord> {
  const { proof: given, ...work } = await server.provenWork(job.id, head.checkpoint.size)
  const { index, size, leaf, path } = given
  if (size !== head.checkpoint.size) throw new Fault('log.forked')
  const proof = { index, leaf, path, note: head.note }
  await demandProven(job, proof, key)
  return { work, proof }
}

/** @throws Fault `log.forked` */
export async function demandProven({ digest }: AgentJob, proof: LogProof, key: VerifierKey): Promise<void> {
  const proven = await openProof(proof, sha256)
  if (!proven.ok || proven.value.leaf.digest !== digest) throw new Fault('log.forked')
  if ((await standingOf(proof.note, key, checkEd25519)) !== 'signed') throw new Fault('log.forked')
}

const originOf = (key: VerifierKey, { lines }: Pick<AgentLogHead, 'lines'>): string => `${key.name}/${lines}`

/** A checkpoint and the note that carries it. */
export interface SignedHead {
  readonly checkpoint: Checkpoint
  readonly note: string
}

/** What a job is about, and the proof that it is on record. */
export interface WorkOnRecord {
  readonly work: AgentWork
  readonly proof: LogProof
}

interface Last {
  readonly text: string
  readonly checkpoint: Checkpoint
}

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/** The jobs of a batch stand under the same checkpoint. */
export const checkEd25519: CheckSignature = remembering((raw, signature, text) => {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') }
  return verify(null, text, createPublicKey({ key: jwk, format: 'jwk' }), signature)
})
