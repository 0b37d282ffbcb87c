import { decide } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import { parseGridId } from '@hocba/shared/grid'
import { type Route, demand, param } from '../listen/route.ts'
import type { Services } from '../services.ts'
import { receiptDocument } from './page.ts'
import { receiptOf } from './receipt.ts'

/** Receipts of freezes, made anew under the newest checkpoint whenever they are asked for. */
export function receiptRoutes(services: Services): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/grids/:id/receipts/:version',
      summary: 'Receipt of a freeze or applied amendment (PDF): checkpoint and proof of its entry in the log, also as a QR code',
      access: 'session',
      asks: ['grid.files'],
      async run(call) {
        const grid = parseGridId(param(call, 'id'))
        if (!grid) throw new Fault('grid.unknown')
        const latest = services.snapshots.latest(grid.id)?.version ?? 0
        demand(decide(call.actor, 'grid.files', { grid, sealed: await services.signing.isAtSeal(grid.id, latest) }))
        const version = param(call, 'version')
        const receipt = await receiptOf(services, grid, version === 'latest' ? latest : Number(version))
        // The font library is loaded with the first receipt: most days nobody asks for one.
        const { press } = await import('./press.ts')
        return call.reply
          .type('application/pdf')
          .header('content-disposition', `inline; filename="${grid.id}-v${receipt.version}-bien-nhan.pdf"`)
          .send(Buffer.from(press.document(receiptDocument(press.faces, receipt))))
      },
    },
  ]
}
