import type { CellKey } from '@hocba/shared/grid'
import { cellsMap } from '@hocba/shared/document'
import type * as Y from 'yjs'
import { cpuSeconds } from '../measure/cpu.ts'
import { pause, until } from '../measure/program.ts'
import { Client } from './client.ts'
import type { Restartable } from './contender.ts'
import { readDocument } from './crowd.ts'
import { Pen } from './pen.ts'

/** One writer enters so many edits, one by one; returns when the server has stored them. */
export async function writeHistory(contender: Restartable, grid: string, edits: number, clientId: number): Promise<void> {
  const doc = await readFilled(contender, grid)
  const writer = await Client.open(contender.address(grid), { onEdits: () => undefined })
  let seen = 0
  const reader = await Client.open(contender.address(grid), {
    onEdits(client, from, to) {
      if (client === clientId) seen += to - from
    },
  })
  const pen = new Pen(clientId, doc, [...cellsMap(doc).keys()].toSorted() as CellKey[])
  for (let written = 0; written < edits; written += 1) {
    writer.send(2, pen.write(written % 101))
    if (written % 500 < 499) continue
    writer.flush()
    await until(() => written - seen <= 2_000)
  }
  writer.flush()
  await until(() => seen >= edits)
  await atRest(contender.pid)
  for (const client of [writer, reader]) client.close()
}

/** A store that writes behind has nothing left to do when the process is idle. */
async function atRest(pid: number): Promise<void> {
  for (let last = -1; ; await pause(500)) {
    const spent = cpuSeconds(pid)
    if (spent - last < 0.02) return
    last = spent
  }
}

/** Milliseconds, and of processor time, until a process that has just started gives the document to its first reader. */
export async function coldLoad(contender: Restartable, grid: string): Promise<{ readonly time: number; readonly cpu: number }> {
  await atRest(contender.pid)
  const start = { at: performance.now(), cpu: cpuSeconds(contender.pid) }
  await readFilled(contender, grid)
  const time = performance.now() - start.at
  return { time, cpu: (cpuSeconds(contender.pid) - start.cpu) * 1e3 }
}

/** The peer answers with an empty document until its store has been read, and drops it with its last reader: one stays. */
async function readFilled(contender: Restartable, grid: string): Promise<Y.Doc> {
  const staying = await Client.open(contender.address(grid), { onEdits: () => undefined })
  let doc = await readDocument(contender, grid)
  await until(async () => {
    if (cellsMap(doc).size === 0) doc = await readDocument(contender, grid)
    return cellsMap(doc).size > 0
  })
  staying.close()
  return doc
}
