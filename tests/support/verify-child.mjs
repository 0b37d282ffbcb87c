import * as node from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { nodeCryptography, verifyFile } from '@hocba/shared/verify'

/**
 * A process of its own that does nothing but verify, under a heap limit: what a file costs is what this process pays.
 * The first message is the trust material; then each file is answered with its verdict, processor time and memory.
 */
let options

/** Linux: forgets the peak, so that each file has its own. */
function resetPeak() {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // elsewhere the peak is of all files so far
  }
}

function peak() {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]) * 1024
  } catch {
    return process.resourceUsage().maxRSS * 1024
  }
}

process.on('message', (message) => {
  if (options !== undefined) return void judge(message)
  options = { ...message, cryptography: nodeCryptography(node) }
  process.send({ ready: true })
})

async function judge(message) {
  // What the file before left behind is not this one's.
  if (message.length > 2 ** 18) globalThis.gc?.()
  resetPeak()
  const held = process.memoryUsage.rss()
  const before = process.cpuUsage()
  const { verdict, checks } = await verifyFile(message, options)
  const { user, system } = process.cpuUsage(before)
  const failed = checks.filter(({ ok }) => ok === false).map(({ id }) => id)
  process.send({ verdict, failed, milliseconds: (user + system) / 1000, bytes: Math.max(0, peak() - held) })
}
