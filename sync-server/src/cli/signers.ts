import { isSigningRole } from '@hocba/shared/signing'
import type { ApprovedCertificate, ExpectedSigner, LegalBasis } from '@hocba/shared/verify'
import { isRecord } from './client.ts'

/** What a school says of who had to sign; `undefined` where it does not know the record. Anything else throws, and the verdict says unknown. */
export function readSigners(value: unknown): readonly ExpectedSigner[] | undefined {
  return value === null || value === undefined ? undefined : listOf(value, readSigner)
}

function readSigner(value: unknown): ExpectedSigner {
  const { role, certificates } = record(value)
  if (typeof role !== 'string' || !isSigningRole(role)) throw new TypeError('a role')
  return { role, certificates: listOf(certificates, readCertificate) }
}

function readCertificate(value: unknown): ApprovedCertificate {
  const { digest, from, until, basis } = record(value)
  return { digest: text(digest), from: text(from), ...(until === undefined ? {} : { until: text(until) }), basis: readBasis(basis) }
}

function readBasis(value: unknown): LegalBasis {
  const { kind, number, date, until } = record(value)
  if (kind !== 'appointment' && kind !== 'assignment' && kind !== 'approval') throw new TypeError('a kind of decision')
  return { kind, number: text(number), date: text(date), ...(until === undefined ? {} : { until: text(until) }) }
}

function listOf<Item>(value: unknown, read: (item: unknown) => Item): readonly Item[] {
  if (!Array.isArray(value)) throw new TypeError('a list')
  return value.map(read)
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new TypeError('a record')
  return value
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('a text')
  return value
}
