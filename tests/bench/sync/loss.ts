import { call } from '../../support/school.ts'
import { pause } from '../measure/program.ts'
import { Crowd } from './crowd.ts'
import type { School } from './contender.ts'
import { inFlight } from './saturate.ts'

export interface Loss {
  readonly acknowledged: number
  /** Acknowledged edits a second. */
  readonly rate: number
  /** Acknowledged edits that the log does not have after SIGKILL and a restart. */
  readonly lost: number
  readonly restarted: School
}

interface Row {
  readonly seq: number
  readonly cell: string | null
  readonly after: unknown
}

/** Full load of clients that are acknowledged to, SIGKILL in the middle, a restart, and the history read through HTTP. */
export async function killUnderLoad(school: School, grid: string, size: number, seconds: number): Promise<Loss> {
  const written = new Map<string, string>()
  const acknowledged: string[] = []
  const send = (author: number): void => {
    const { cell, value, clock } = crowd.write(author)
    written.set(`${author} ${clock + 1}`, `${cell} ${value}`)
  }
  const listener = {
    onDelivered: () => undefined,
    onAccepted(author: number, n: number, seq: number) {
      acknowledged.push(`${seq} ${written.get(`${author} ${n}`)}`)
      written.delete(`${author} ${n}`)
      send(author)
      flushing ??= setImmediate(() => {
        flushing = undefined
        crowd.flush()
      })
    },
  }
  let flushing: NodeJS.Immediate | undefined
  const crowd = await Crowd.open(school, grid, size, listener, '?v=1')
  for (let edit = 0; edit < inFlight; edit += 1) send(edit % size)
  crowd.flush()
  await pause(seconds * 1000)
  const restarted = await school.restart()
  crowd.close()
  const { body } = await call<readonly Row[]>(restarted.url, 'GET', `/api/grids/${grid}/history`, undefined, restarted.token)
  const logged = new Set(body.map((row) => `${row.seq} ${row.cell} ${String(row.after)}`))
  const lost = acknowledged.filter((edit) => !logged.has(edit)).length
  return { acknowledged: acknowledged.length, rate: acknowledged.length / seconds, lost, restarted }
}
