import { schemas } from '@hocba/shared/xml'
import { Fault } from '@hocba/shared/core'
import { type Route, param } from '../listen/route.ts'
import type { Services } from '../services.ts'

/** Health, readiness, a few numbers for Prometheus, and the published schemas. */
export function operateRoutes({ stores }: Services): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', summary: 'The process is up', access: 'public', run: async () => ({ status: 'ok' }) },
    {
      method: 'GET',
      path: '/readyz',
      summary: 'The stores answer',
      access: 'public',
      async run() {
        await Promise.all([stores.directory.read(), stores.gradebook.heads(), stores.transcripts.transcripts({ class: '' })])
        return { status: 'ready' }
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      summary: 'Prometheus metrics',
      access: 'public',
      async run({ reply }) {
        const heads = await stores.gradebook.heads()
        const rows = heads.reduce((sum, head) => sum + head.seq, 0)
        const lines = [
          '# TYPE hocba_log_rows gauge',
          `hocba_log_rows ${rows}`,
          '# TYPE hocba_grids gauge',
          ...(['open', 'locked', 'frozen'] as const).map(
            (state) => `hocba_grids{state="${state}"} ${heads.filter((head) => head.state === state).length}`,
          ),
          '# TYPE process_resident_memory_bytes gauge',
          `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
        ]
        return reply.type('text/plain; version=0.0.4').send(`${lines.join('\n')}\n`)
      },
    },
    {
      method: 'GET',
      path: '/schemas/:name',
      summary: 'XML schemas of the signed files',
      access: 'public',
      async run(call) {
        const schema = schemas[param(call, 'name') as keyof typeof schemas]
        if (schema === undefined) throw new Fault('artefact.unknown')
        return call.reply.type('application/xml').send(schema)
      },
    },
  ]
}
