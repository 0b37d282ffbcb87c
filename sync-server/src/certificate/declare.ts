import { Fault } from '@hocba/shared/core'
import { readCertificate } from '@hocba/shared/verify'
import { createHash } from 'node:crypto'
import { rfc3339 } from '../clock.ts'
import { eventOf } from '../log/event.ts'
import type { Services } from '../services.ts'
import type { CertificateRecord } from '../store/port.ts'

interface By {
  readonly actor: { readonly id: string }
  readonly session: { readonly id: string }
}

/** The demo school's certificates come with the seed: declared and approved since they exist, on no real decision. */
const demoBasis = { kind: 'appointment', number: '01/QĐ-TRÌNH-DIỄN', date: '2025-08-15' } as const

/**
 * Puts a person's certificate into the directory; one that is there stays as it is.
 * @throws Fault `account.unknown`, `credential.unfit`
 */
export async function declare(services: Services, by: By, account: string, der: Uint8Array): Promise<CertificateRecord> {
  const { certificates, queue, clock, accounts } = services
  const record = recordOf(services, by, account, der)
  const known = certificates.find(record.id)
  if (known) {
    if (known.account === account) return known
    throw new Fault('credential.unfit', { detail: 'Chứng thư này đã được khai báo cho người khác.' })
  }
  if (accounts.isDemo && by.session.id === agentSession) {
    const approved = { by: 'demo', at: record.notBefore, basis: demoBasis }
    const seeded = { ...record, declared: { by: 'demo', at: record.notBefore }, approved }
    await certificates.put(seeded)
    return seeded
  }
  const { id, serial, notBefore, notAfter } = record
  const renews = certificates.of(account).flatMap((one) => (one.disabled === null ? [one.id] : []))
  const body = { act: 'declare', account, certificate: id, serial, notBefore, notAfter, renews }
  await queue.record({ event: eventOf('certificate', by, rfc3339(clock.now()), body, id) })
  await certificates.put(record)
  return record
}

export const agentSession = 'signing-agent'

/** The uid of the certificate's subject must be the person's: the name alone is nobody's. */
function recordOf({ school, clock }: Services, { actor }: By, account: string, der: Uint8Array): CertificateRecord {
  const person = school.person(account)
  if (!person) throw new Fault('account.unknown')
  const certificate = read(der)
  if (certificate.uid === '' || certificate.uid !== person.uid)
    throw new Fault('credential.unfit', { detail: 'Định danh (UID) trong chứng thư không phải của người này.' })
  return {
    id: createHash('sha256').update(der).digest('hex'),
    account,
    name: certificate.commonName,
    issuer: certificate.issuerName,
    serial: certificate.serial,
    notBefore: rfc3339(certificate.notBefore),
    notAfter: rfc3339(certificate.notAfter),
    declared: { by: actor.id, at: rfc3339(clock.now()) },
    approved: null,
    disabled: null,
  }
}

function read(der: Uint8Array): ReturnType<typeof readCertificate> {
  try {
    return readCertificate(der)
  } catch (cause) {
    throw new Fault('credential.unfit', { detail: 'Không đọc được chứng thư.', cause })
  }
}
