/** Loaded into the server before it starts: tells on a port of its own how many bytes are in use after a full collection. */
import { createServer } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

const port = Number(process.env['HOCBA_TEST_PROBE'])
if (port > 0) {
  const probe = createServer((socket) => {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    socket.on('error', () => undefined)
    socket.end(String(heapUsed + external))
  })
  probe.on('error', () => undefined)
  probe.listen(port, '127.0.0.1').unref()
}
