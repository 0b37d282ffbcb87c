import { Fault } from '@hocba/shared/core'
import { algorithmOfCertificate } from '../signature.ts'
import type { RemoteCredential } from './service.ts'

export const oids = { sha256: '2.16.840.1.101.3.4.2.1', rsa: '1.2.840.113549.1.1.1', ecdsaSha256: '1.2.840.10045.4.3.2' } as const

/** The algorithm as services name it, by the key of the holder's certificate. */
export function signAlgorithm({ certificates: [certificate] }: RemoteCredential): string {
  if (certificate === undefined) throw new Fault('credential.missing')
  return algorithmOfCertificate(certificate) === 'rsa-sha256' ? oids.rsa : oids.ecdsaSha256
}
