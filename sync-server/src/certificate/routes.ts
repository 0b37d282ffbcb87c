import { decide } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import { pemToDer } from '@hocba/shared/verify'
import { agentCertificates, certificateApproval, certificateDisabling, certificateRequest } from '@hocba/shared/wire'
import { dayOf, rfc3339 } from '../clock.ts'
import { type Call, type Route, demand, param, withBody } from '../listen/route.ts'
import { eventOf } from '../log/event.ts'
import type { Services } from '../services.ts'
import type { CertificateRecord } from '../store/port.ts'
import { approvalsOf, stateOn } from './certificates.ts'
import { agentSession, declare } from './declare.ts'

/** Who holds which certificate: declared, approved before use, disabled when the holder leaves (R70; 001 art. 6, 7.3, 16.2). */
export function certificateRoutes(services: Services): readonly Route[] {
  const { certificates, school, clock, queue } = services
  const now = (): string => rfc3339(clock.now())
  const stateOf = (record: CertificateRecord): ReturnType<typeof stateOn> => stateOn(record, dayOf(clock.now()))
  return [
    {
      method: 'GET',
      path: '/api/certificates',
      summary: 'Every certificate that was declared, with its approval, its legal basis and its end',
      access: 'session',
      asks: ['certificate.read'],
      async run({ actor }) {
        demand(decide(actor, 'certificate.read'))
        return certificates.all.map((record) => ({ ...record, holder: school.nameOf(record.account), state: stateOf(record) }))
      },
    },
    withBody(certificateRequest, {
      method: 'POST',
      path: '/api/certificates',
      summary: 'Declare a person’s certificate (PEM); it may sign once it is approved',
      access: 'fresh',
      asks: ['certificate.declare'],
      async run(call) {
        demand(decide(call.actor, 'certificate.declare'))
        return declare(services, call, call.body.account, onlyOne(call.body.certificate))
      },
    }),
    withBody(certificateApproval, {
      method: 'POST',
      path: '/api/certificates/:id/approve',
      summary: 'Approve a declared certificate with its legal basis, or anew where that ends; not by who declared it',
      access: 'fresh',
      asks: ['certificate.approve'],
      async run(call) {
        demand(decide(call.actor, 'certificate.approve'))
        const record = found(services, call)
        const { basis } = call.body
        if (!isApprovable(record)) throw new Fault('certificate.state')
        if (record.declared.by === call.actor.id) throw new Fault('certificate.state', { detail: 'Người khai báo không tự phê duyệt.' })
        const at = now()
        const kept = {
          kind: basis.kind,
          number: basis.number,
          date: basis.date,
          ...(basis.until === undefined ? {} : { until: basis.until }),
        }
        const body = { act: 'approve', account: record.account, certificate: record.id, basis: kept }
        await queue.record({ event: eventOf('certificate', call, at, body, record.id) })
        const earlier = approvalsOf(record)
        await certificates.put({ ...record, approved: { by: call.actor.id, at, basis: kept }, ...(earlier.length > 0 && { earlier }) })
      },
    }),
    withBody(certificateDisabling, {
      method: 'POST',
      path: '/api/certificates/:id/disable',
      summary: 'End a certificate at once, on minutes; the key is given to nobody',
      access: 'fresh',
      asks: ['certificate.disable'],
      async run(call) {
        demand(decide(call.actor, 'certificate.disable'))
        const record = found(services, call)
        if (record.disabled !== null) throw new Fault('certificate.state')
        const { reason, minutes, minutesDate, minutesText = '' } = call.body
        const at = now()
        const kept = { reason, minutes, minutesDate, ...(minutesText === '' ? {} : { minutesText }) }
        const body = { act: 'disable', account: record.account, certificate: record.id, ...kept }
        await queue.record({ event: eventOf('certificate', call, at, body, record.id) })
        await certificates.put({ ...record, disabled: { by: call.actor.id, at, ...kept } })
      },
    }),
    withBody(agentCertificates, {
      method: 'POST',
      path: '/api/agent/certificates',
      summary: 'What certificates the agent would sign with; new ones are declared by this',
      access: 'agent',
      async run(call) {
        const states: string[] = []
        for (const { account, certificate } of call.body.certificates) {
          if (call.session.user !== '' && call.session.user !== account) throw new Fault('certificate.undeclared')
          const by = { actor: { id: account }, session: { id: agentSession } }
          states.push(stateOf(await declare(services, by, account, Buffer.from(certificate, 'base64'))))
        }
        return { states }
      },
    }),
  ]
}

/** Once; again only where the decision before names its last day. */
const isApprovable = ({ approved, disabled }: CertificateRecord): boolean =>
  disabled === null && (approved === null || approved.basis.until !== undefined)

function found({ certificates }: Services, call: Call): CertificateRecord {
  const record = certificates.find(param(call, 'id'))
  if (!record) throw new Fault('certificate.unknown')
  return record
}

/** The holder's own certificate stands first in what authorities hand out. */
function onlyOne(pem: string): Uint8Array {
  try {
    const [first] = pemToDer(pem, 'CERTIFICATE')
    if (first) return first
  } catch {
    // Told below.
  }
  throw new Fault('credential.unfit', { detail: 'Không có khối PEM CERTIFICATE nào đọc được.' })
}
