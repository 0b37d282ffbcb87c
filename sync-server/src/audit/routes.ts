import { Readable } from 'node:stream'
import { decide } from '@hocba/shared/access'
import { rfc3339 } from '../clock.ts'
import { eventOf } from '../log/event.ts'
import { wholeSchool } from '../identity/reads.ts'
import { type Route, demand } from '../listen/route.ts'
import type { Services } from '../services.ts'
import { capture } from './capture.ts'
import { exportLines } from './export.ts'

/** The whole record of the school for an auditor, to be checked without the school (001 art. 13.3). */
export function auditRoutes(services: Services): readonly Route[] {
  const { stores, school, clock, queue, reads } = services
  return [
    {
      method: 'GET',
      path: '/api/audit/export',
      summary: 'Everything that results rest on, as one file for hocba audit verify; the export itself is put on record first',
      access: 'session',
      asks: ['audit.export'],
      async run(call) {
        demand(decide(call.actor, 'audit.export'))
        const { name } = school.record.school
        const at = rfc3339(clock.now())
        const event = await queue.record({ event: eventOf('export', call, at, { what: 'audit', school: name }) })
        const captured = await capture(services)
        reads.note(call, wholeSchool)
        const lines = exportLines(stores, captured, { school: name, at, event })
        return call.reply
          .type('application/octet-stream')
          .header('content-disposition', 'attachment; filename="hocba-audit.txt"')
          .send(Readable.from(lines))
      },
    },
  ]
}
