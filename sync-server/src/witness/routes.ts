import { decide } from '@hocba/shared/access'
import { Fault, toHex } from '@hocba/shared/core'
import { lineRequest, noteRequest } from '@hocba/shared/wire'
import { rfc3339 } from '../clock.ts'
import { type Call, type Route, demand, param, withBody } from '../listen/route.ts'
import { eventOf } from '../log/event.ts'
import type { Services } from '../services.ts'
import { demandSchool } from '../sign/agent-routes.ts'
import { demandSizes, proofOf, sizeOf } from './proof.ts'

/** The agent signs a head this often when entries were added (milliseconds), and at once after what is signed or frozen. */
const checkpointEvery = 60_000

/** Checkpoints and proofs (RFC 9162): what anybody needs to notice that the history was changed. */
export function witnessRoutes(services: Services): readonly Route[] {
  const { stores, witness, school } = services
  const log = stores.gradebook
  return [
    {
      method: 'GET',
      path: '/api/log/checkpoint',
      summary: 'The newest checkpoint (C2SP signed note), the line of history, and what is known to be wrong',
      access: 'public',
      always: true,
      run: async () => ({
        note: (await log.latestCheckpoint()) ?? null,
        origin: (await witness.origin()) ?? null,
        trouble: witness.trouble && { ...witness.trouble, note: undefined },
      }),
    },
    {
      method: 'GET',
      path: '/api/log/consistency',
      summary: 'Proof that the log of size ?to= is that of size ?from= grown; hashes in hex',
      access: 'public',
      async run({ query }) {
        const [from, to] = [sizeOf(query['from']), sizeOf(query['to'])]
        await demandSizes(services, from, to)
        return { from, to, proof: (await log.consistency(from, to)).map(toHex) }
      },
    },
    {
      method: 'GET',
      path: '/api/log/proof/:sha256',
      summary: 'That the making of this snapshot, transcript or file is on record: leaf, path and checkpoint',
      access: 'public',
      async run(call) {
        const index = await log.indexOfDigest(param(call, 'sha256'))
        const note = await log.latestCheckpoint()
        const size = note === undefined ? 0 : Number(note.split('\n')[1])
        if (index === undefined || index >= size) throw new Fault('log.range')
        return { ...(await proofOf(services, index, size)), note }
      },
    },
    {
      method: 'GET',
      path: '/api/log/lines',
      summary: 'Where history began anew after a restore, and who accepted that',
      access: 'public',
      run: async () => (await witness.lines()).map((one) => ({ ...one, by: school.nameOf(one.by) })),
    },
    withBody(noteRequest, {
      method: 'POST',
      path: '/api/log/witness',
      summary: 'Shows the server a checkpoint that this browser remembers',
      access: 'session',
      asks: 'self',
      always: true,
      async run({ body }) {
        await witness.look(body.note)
        return { trouble: witness.trouble && { ...witness.trouble, note: undefined } }
      },
    }),
    withBody(lineRequest, {
      method: 'POST',
      path: '/api/log/lines',
      summary: 'The principal accepts that entries are lost and opens a new line of history',
      access: 'fresh',
      asks: ['log.restore'],
      always: true,
      run: (call) => openLine(services, call, call.body.reason),
    }),
    ...agentLogRoutes(services),
  ]
}

/** What the agent asks to sign a head of the log. */
function agentLogRoutes(services: Services): readonly Route[] {
  const { stores, witness, clock } = services
  const log = stores.gradebook
  let signedAt = 0
  let signedDigests = 0
  return [
    {
      method: 'GET',
      path: '/api/agent/log',
      summary: 'The present head, its proof from size ?from=, and whether a checkpoint is due',
      access: 'agent',
      async run({ query }) {
        const { size, root } = await log.treeHead()
        const from = sizeOf(query['from'] ?? '0')
        const latest = await log.latestCheckpoint()
        const signed = latest === undefined ? -1 : Number(latest.split('\n')[1])
        const isOld = clock.now().getTime() - signedAt >= checkpointEvery
        return {
          origin: (await witness.origin()) ?? null,
          size,
          root: toHex(root),
          proof: from <= size ? (await log.consistency(from, size)).map(toHex) : [],
          due: size > signed && (isOld || (await log.digestCount()) !== signedDigests),
          lines: (await witness.lines()).length + 1,
        }
      },
    },
    withBody(noteRequest, {
      method: 'POST',
      path: '/api/agent/log/checkpoints',
      summary: 'A checkpoint that the agent has signed',
      access: 'agent',
      async run(call) {
        demandSchool(call)
        await witness.accept(call.body.note)
        signedAt = clock.now().getTime()
        signedDigests = await log.digestCount()
      },
    }),
    withBody(noteRequest, {
      method: 'POST',
      path: '/api/agent/log/witness',
      summary: 'A checkpoint that the agent remembers',
      access: 'agent',
      run: ({ body }) => witness.look(body.note),
    }),
  ]
}

async function openLine({ queue, witness, clock, stores }: Services, call: Call, reason: string): Promise<object> {
  demand(decide(call.actor, 'log.restore'))
  const { trouble } = witness
  if (!trouble || trouble.kind === 'altered')
    throw new Fault('log.range', { detail: 'Sổ nhật ký không thiếu mục nào; không cần mở kỳ mới.' })
  const at = rfc3339(clock.now())
  const body = { by: call.actor.id, at, reason, lost: trouble.size, note: trouble.note }
  const { size } = await stores.gradebook.treeHead()
  await queue.record({ event: eventOf('restore', call, at, body) })
  witness.settle()
  return { index: size }
}
