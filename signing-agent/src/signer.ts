import type { KeyObject } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import type { LogProof } from '@hocba/shared/log'
import type { Snapshot } from '@hocba/shared/snapshot'
import { type Certificate, readCertificate } from './certificate/subject.ts'
import { openPfx } from './key/pfx.ts'
import { signDigest } from './key/signature.ts'
import { preparePdf } from './pdf/sign.ts'
import type { TimeStyle } from './xml/element.ts'
import { prepareXml } from './xml/sign.ts'

/** A key in hand, for programs that sign without the agent's flow: tests and benchmarks. */
export interface SigningKey {
  readonly certificate: Certificate
  /** DER of the issuing authorities. */
  readonly chain: readonly Uint8Array[]
  readonly sign: (digest: Uint8Array) => Uint8Array
}

export async function openKey(pfx: Uint8Array, pin: Uint8Array): Promise<SigningKey> {
  const { key, certificates } = await openPfx(pfx, pin)
  return signingKey(key, certificates)
}

export function signingKey(key: KeyObject, [certificate, ...chain]: readonly Uint8Array[]): SigningKey {
  if (certificate === undefined) throw new Fault('credential.missing')
  return { certificate: readCertificate(certificate), chain, sign: (digest) => signDigest(key, digest) }
}

export interface XmlSigning {
  readonly xml: Uint8Array | null
  readonly snapshot: Snapshot
  readonly digest: string
  readonly position: number
  readonly key: SigningKey
  readonly time: string
  readonly style?: TimeStyle
  readonly proof?: LogProof
  /** A time-stamp token over what the function is given. */
  readonly stamp?: (octets: Uint8Array) => Uint8Array
}

/** Adds the signature of `position` to the XML; `null` starts the file. */
export function signXml({ key, stamp, style = 'xades', ...request }: XmlSigning): Uint8Array {
  const { digest, stamped, finish } = prepareXml({ ...request, style, certificate: key.certificate })
  const signature = key.sign(digest)
  return finish(signature, stamp?.(stamped(signature)))
}

export interface PdfSigning {
  readonly pdf: Uint8Array
  readonly snapshot: Snapshot
  readonly position: number
  readonly key: SigningKey
  readonly time: string
  readonly stamp?: XmlSigning['stamp']
}

/** Adds the signature of `position` to the PDF that `renderPdf` began. */
export function signPdf({ key, stamp, ...request }: PdfSigning): Uint8Array {
  const { digest, stamped, finish } = preparePdf({ ...request, certificate: key.certificate, chain: key.chain })
  const signature = key.sign(digest)
  return finish(signature, stamp?.(stamped(signature)))
}
