import { type RegisterAnswer, type VerifyReport, pemToDer, verifyFile } from '@hocba/shared/verify'

interface TrustAnswer {
  readonly roots: readonly string[]
  readonly chain: readonly string[]
  readonly crl: readonly string[]
}

/**
 * Loaded when a file is chosen: libxml2-wasm and pkijs come with it. The file stays on the device;
 * the school's server is asked for its certificates and, by digest alone, for the state of the record.
 */
export async function checkFile(file: Blob, server: string): Promise<VerifyReport> {
  const trust = await ask<TrustAnswer>(`${server}/api/trust`)
  const der = (texts: readonly string[]): Uint8Array[] => texts.flatMap((text) => pemToDer(text))
  return verifyFile(new Uint8Array(await file.arrayBuffer()), {
    trust: { roots: der(trust.roots), chain: der(trust.chain), crls: der(trust.crl) },
    at: new Date(),
    register: (digest) => ask<RegisterAnswer>(`${server}/api/register/${digest}`),
  })
}

async function ask<Answer>(address: string): Promise<Answer> {
  const response = await fetch(address, { credentials: 'omit', headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`${address} answers ${response.status}`)
  return (await response.json()) as Answer
}
