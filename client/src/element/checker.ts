import { type CheckSignature, parseVerifierKey } from '@hocba/shared/log'
import {
  type ExpectedSigner,
  type RegisterAnswer,
  type StatusQuestion,
  type VerifyOptions,
  type VerifyReport,
  pairReports,
  pemToDer,
  verifyFile,
} from '@hocba/shared/verify'

interface TrustAnswer {
  readonly roots: readonly string[]
  readonly chain: readonly string[]
  readonly crl: readonly string[]
  readonly timestamps?: readonly string[]
  readonly logKey?: string
  /** Whether the school has somebody to ask about revocation. */
  readonly asksStatus?: boolean
}

/** The files one after the other; an XML and a PDF file are also compared with each other. */
export async function checkFiles(files: readonly Blob[], server: string): Promise<readonly VerifyReport[]> {
  const reports: VerifyReport[] = []
  for (const file of files) reports.push(await checkFile(file, server))
  return pairReports(reports)
}

/**
 * Loaded when a file is chosen: libxml2-wasm and pkijs come with it. The file stays on the device;
 * the school's server is asked for its certificates and, by digest alone, what became of the record and on what decisions it was signed.
 */
async function checkFile(file: Blob, server: string): Promise<VerifyReport> {
  const trust = await ask<TrustAnswer>(`${server}/api/trust`)
  const der = (texts: readonly string[]): Uint8Array[] => texts.flatMap((text) => pemToDer(text))
  return verifyFile(new Uint8Array(await file.arrayBuffer()), {
    trust: { roots: der(trust.roots), chain: der(trust.chain), crls: der(trust.crl), timestamps: der(trust.timestamps ?? []) },
    at: new Date(),
    ...(await logOf(trust.logKey ?? '')),
    ...(trust.asksStatus === true && {
      status: ({ issuerKey, serial }: StatusQuestion) => statusAt(`${server}/api/revocation/${issuerKey}/${serial}`),
    }),
    register: (digest) => ask<RegisterAnswer>(`${server}/api/register/${digest}`),
    directory: (digest) => signersAt(`${server}/api/register/${digest}/signers`),
  })
}

/** A browser without Ed25519 (before 2025) does not ask: the line says so. */
async function logOf(text: string): Promise<Pick<VerifyOptions, 'log'>> {
  const key = parseVerifierKey(text)
  const isAble = key !== undefined && (await importKey(key.publicKey).catch(() => undefined)) !== undefined
  return key && isAble ? { log: { key, check: checkEd25519 } } : {}
}

const importKey = (raw: Uint8Array): Promise<CryptoKey> => crypto.subtle.importKey('raw', new Uint8Array(raw), 'Ed25519', false, ['verify'])

const checkEd25519: CheckSignature = async (raw, signature, text) =>
  crypto.subtle.verify('Ed25519', await importKey(raw), new Uint8Array(signature), new Uint8Array(text))

/** The responder's own answer by way of the school: it is verified here like any other; none leaves the lists to decide. */
async function statusAt(address: string): Promise<Uint8Array | undefined> {
  const { answer } = await ask<{ readonly answer: string | null }>(address)
  return answer === null ? undefined : Uint8Array.from(atob(answer), (character) => character.charCodeAt(0))
}

async function signersAt(address: string): Promise<readonly ExpectedSigner[] | undefined> {
  return (await ask<{ readonly signers: readonly ExpectedSigner[] | null }>(address)).signers ?? undefined
}

async function ask<Answer>(address: string): Promise<Answer> {
  const response = await fetch(address, { credentials: 'omit', headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`${address} answers ${response.status}`)
  return (await response.json()) as Answer
}
